using System.Text.Json;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

/// <summary>The table of scores that the original tools gave.</summary>
internal static class GoldenMetrics
{
    /// <summary>A part of the table; skips the test where the table is absent.</summary>
    public static JsonElement Part(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Find("golden/metrics.json")));
        return path.Aggregate(document.RootElement, (part, name) => part.GetProperty(name)).Clone();
    }

    /// <summary>The cases of a part, of which there must be some.</summary>
    public static JsonElement[] Cases(params string[] path)
    {
        JsonElement[] cases = [.. Part(path).EnumerateArray()];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static string Text(this JsonElement part, string name) => part.GetProperty(name).GetString()!;

    public static double Number(this JsonElement part, string name) => part.GetProperty(name).GetDouble();

    public static string[] Texts(this JsonElement part, string name) => Texts(part.GetProperty(name));

    public static string[] Texts(this JsonElement part) => [.. part.EnumerateArray().Select(text => text.GetString()!)];

    public static string[][] TextLists(this JsonElement part, string name) => [.. part.GetProperty(name).EnumerateArray().Select(list => list.Texts())];

    public static double[] Numbers(this JsonElement part, string name) => [.. part.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>The settings of a case, by sacreBLEU's names.</summary>
    public static BleuOptions Bleu(JsonElement options) => new()
    {
        Tokenizer = Find(options, "tokenize") is { } tokenizer ? BleuTokenizer.All.Single(known => known.Name == tokenizer.GetString()) : null,
        Smoothing = Find(options, "smooth_method") is { } smoothing ? BleuOptions.SmoothingNames[smoothing.GetString()!] : null,
        SmoothingValue = Find(options, "smooth_value")?.GetDouble(),
        Lowercase = Find(options, "lowercase")?.GetBoolean() ?? false,
        EffectiveOrder = Find(options, "effective_order")?.GetBoolean() ?? false,
        MaxOrder = Find(options, "max_ngram_order")?.GetInt32() ?? 4,
    };

    public static JsonElement? Find(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
