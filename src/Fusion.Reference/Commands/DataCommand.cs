using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fusion.Reference.Commands;

/// <summary><c>data</c>: looks into data files, checks data folders, generates and downloads data. Each prints one JSON object, for each data set.</summary>
internal static class DataCommand
{
    // One line, and letters as themselves: the output is a terminal or a pipe, never a web page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("data", "Look into data files, check data folders, generate synthetic data, download public data.")
    {
        DataInspectCommand.Create(),
        DataCheckCommand.Create(),
        DataSynthesizeCommand.Create(),
        DataDownloadCommand.Create(),
    };

    internal static void Print(ParseResult result, JsonObject content) => result.InvocationConfiguration.Output.WriteLine(content.ToJsonString(Readable));
}
