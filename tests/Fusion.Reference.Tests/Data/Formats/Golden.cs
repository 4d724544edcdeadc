using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fusion.Reference.Tests.Data.Formats;

/// <summary>Files written by the formats' own programs, with the values they hold.</summary>
internal static class Golden
{
    public static JsonNode Formats => JsonNode.Parse(File.ReadAllText(SharedData.Find("golden/formats.json")))!;

    public static byte[] Bytes(JsonNode node) => Convert.FromBase64String((string)node["base64"]!);

    /// <summary>Nested lists as one list in row-major order.</summary>
    public static IEnumerable<JsonNode> Flatten(JsonNode node) => node is JsonArray list ? list.SelectMany(item => Flatten(item!)) : [node];

    public static double[] Numbers(JsonNode node) => [.. Flatten(node).Select(value => value.GetValueKind() == JsonValueKind.Number ? (double)value : double.NaN)];
}
