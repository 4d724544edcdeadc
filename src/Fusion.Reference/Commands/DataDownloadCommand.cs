using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Download;
using Fusion.Reference.Data.Multi30k;

namespace Fusion.Reference.Commands;

/// <summary><c>data download</c>: what is public and may be fetched without asking anybody.</summary>
internal static class DataDownloadCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Data folder to put it into, as --data reads it.", HelpName = "DIR", CustomParser = OptionValue.Folder, Required = true };
        var address = new Option<string>("--base-url") { Description = "Where the files are, for a mirror.", DefaultValueFactory = _ => Multi30kFiles.BaseAddress };
        var multi30k = new Command("multi30k", "Fetch the text of Multi30K, English and French, to OUT/multi30k, or what is missing of it.") { output, address };
        multi30k.SetAction(async (result, cancellation) =>
        {
            var directory = Path.Combine(result.GetRequiredValue(output), Multi30kCorpus.Dataset);
            DataCommand.Print(result, await FetchAsync(directory, CheckedAddress(result.GetRequiredValue(address)), cancellation));
            DataCommand.Print(result, TranslationCheck.Of(() => Multi30kCorpus.Load(directory), cancellation));
        });
        return new Command("download", "Fetch public data, with checksums; what was begun is gone on with.") { multi30k };
    }

    private static string CheckedAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? address
            : throw new UserErrorException($"--base-url: expected an address that begins with http:// or https://, found '{address}'.");

    private static async Task<JsonObject> FetchAsync(string directory, string address, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var progress = ProgressReporter.ForConsole();
        var fetched = await new Downloader(client, address, progress).FetchAsync(Multi30kFiles.All, Path.Combine(directory, Multi30kFiles.Folder), cancellation);
        return new JsonObject
        {
            ["dataset"] = Multi30kCorpus.Dataset,
            ["directory"] = directory,
            ["files"] = Multi30kFiles.All.Count,
            ["fetched"] = fetched.Count,
            ["bytes"] = fetched.Sum(file => file.Bytes),
        };
    }
}
