using System.Text.Json.Nodes;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Commands;

/// <summary>What a corpus for translation holds, after every line and every feature of it was read.</summary>
internal static class TranslationCheck
{
    /// <summary>Loads, checks and describes a corpus.</summary>
    public static JsonObject Of(Func<ParallelCorpus> load, CancellationToken cancellation)
    {
        using var corpus = load();
        corpus.CheckFeatures(cancellation);
        return new JsonObject
        {
            ["dataset"] = corpus.Dataset,
            ["directory"] = corpus.Folder,
            ["synthetic"] = corpus.Synthetic,
            ["source"] = corpus.Source,
            ["splits"] = new JsonObject(corpus.Splits.Select(split => KeyValuePair.Create(split.Name, (JsonNode?)Describe(split, corpus.Synthetic)))),
            ["notices"] = new JsonArray([.. corpus.Notices.Select(notice => (JsonNode)notice)]),
        };
    }

    private static JsonObject Describe(ParallelSplit split, bool synthetic) => new()
    {
        ["lines"] = split.Count,
        ["languages"] = new JsonObject(split.Languages.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Forms(pair.Value)))),
        ["channels"] = new JsonObject(split.Channels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Describe(pair.Value, synthetic)))),
    };

    private static string Forms(Sentences sentences) => sentences switch
    {
        { Raw: not null, Tokenized: not null } => "raw, tokenized",
        { Raw: not null } => "raw",
        _ => "tokenized",
    };

    private static JsonObject Describe(LineChannel channel, bool synthetic) => new()
    {
        ["lines"] = channel.Present,
        ["kind"] = $"{channel.Kind}".ToLowerInvariant(),
        ["width"] = channel.Width,
        ["synthetic"] = synthetic || channel.Synthetic,
    };
}
