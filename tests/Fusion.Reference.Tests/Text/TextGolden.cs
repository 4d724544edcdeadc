using System.Text.Json.Nodes;

namespace Fusion.Reference.Tests.Text;

/// <summary>Cases made by the published tools, which are not part of the repository.</summary>
internal static class TextGolden
{
    /// <summary>The cases under a name.</summary>
    public static JsonNode[] Cases(string name) => [.. JsonNode.Parse(File.ReadAllText(SharedData.Find("golden/text.json")))![name]!.AsArray().Select(node => node!)];

    public static string Text(this JsonNode golden, string key) => golden[key]!.GetValue<string>();

    /// <summary>Lines of a Multi30K file; <paramref name="kind"/> is raw or tok.</summary>
    public static string[] Multi30K(string kind, string file) => [.. File.ReadLines(SharedData.Find(Path.Combine("data", "multi30k", kind, file)))];

    public static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
