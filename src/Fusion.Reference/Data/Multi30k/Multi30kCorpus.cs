using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>
/// Multi30K, task 1, in the layout of its public repository (<c>data/task1/raw/*.gz</c>, <c>tok</c>, <c>image_splits</c>, beside them image features in
/// <c>images</c>) or of a prepared folder (<c>raw</c>, <c>tok</c>, <c>subset.tsv</c>, <c>cnn</c>, <c>side</c>, <c>speech</c>). What is there of either is read,
/// image features from one of them: images are given on request only, so text alone will do.
/// </summary>
internal static class Multi30kCorpus
{
    public const string Dataset = "multi30k";

    /// <summary>The language that all others were translated from.</summary>
    public const string Source = "en";

    /// <summary>Languages that are looked for.</summary>
    public static readonly IReadOnlyList<string> Languages = [Source, "fr", "de", "cs", "pt"];

    /// <summary>The official splits; the first two have to be there.</summary>
    public static readonly IReadOnlyList<string> SplitNames = ["train", "val", "test_2016_flickr", "test_2017_flickr", "test_2017_mscoco", "test_2018_flickr"];

    /// <summary>Whether a folder holds the data set in one of its layouts.</summary>
    public static bool IsIn(string folder) => Root(folder) is not null;

    /// <summary>Reads a folder.</summary>
    public static ParallelCorpus Load(string folder, Multi30kLoading? loading = null) =>
        ParallelCorpus.Load(Dataset, folder, Source, sources => Read(folder, sources, loading ?? new()));

    private static IReadOnlyList<ParallelSplit> Read(string folder, CorpusSources sources, Multi30kLoading loading)
    {
        var root = Root(folder) ?? throw new DataFormatException(folder, null, "expected data/task1/raw/train.en.gz and its like, or tok/train.en and its like, found neither");
        List<SplitText> texts = [.. SplitNames.Select(name => ReadText(root, name, sources)).OfType<SplitText>()];
        var missing = SplitNames.Except(texts.Select(text => text.Name)).ToArray();
        if (missing.Intersect(SplitNames.Take(2)).FirstOrDefault() is { } needed)
            throw new DataFormatException(root, null, $"expected sentences of {needed} in {Source}, found none");
        foreach (var name in missing)
            sources.Notices.Add($"{name}: not available");

        var features = PreparedFeatures.Open(folder, texts, sources);
        if (Directory.Exists(Path.Combine(folder, ImageFeatures.Folder)))
            ImageFeatures.AddTo(features, folder, texts, sources, loading);
        ParallelSplit[] splits = [.. texts.Select(text => new ParallelSplit(text.Name, text.Ids, text.Languages, features.Of(text.Name)))];
        return loading.Subset ? Multi30kSubset.Read(folder, sources).Split(splits) : splits;
    }

    private static SplitText? ReadText(string root, string name, CorpusSources sources)
    {
        var count = new LineCount();
        var languages = new OrderedDictionary<string, Sentences>();
        foreach (var language in Languages)
            if (SentenceFiles.Read(sources, count, RawFiles(root, name, language), TokenizedFiles(root, name, language)) is { } sentences)
                languages.Add(language, sentences);
        if (!languages.TryGetValue(Source, out var source))
            return null;
        string[] lists = [Path.Combine(root, "image_splits", $"{name}.txt"), Path.Combine(root, $"{name}.images.txt")];
        if (lists.FirstOrDefault(File.Exists) is not { } list)
            return new SplitText(name, [.. Enumerable.Range(1, source.Count).Select(line => $"{name}:{line}")], languages, HasImages: false);
        var images = sources.Lines(list);
        count.Check(list, images.Length);
        return new SplitText(name, images, languages, HasImages: true);
    }

    // The folder with text, of the public layout or of the prepared one.
    private static string? Root(string folder) =>
        new[] { Path.Combine(folder, "data", "task1"), folder }.FirstOrDefault(root => RawFiles(root, "train", Source).Concat(TokenizedFiles(root, "train", Source)).Any(File.Exists));

    private static string[] RawFiles(string root, string split, string language) =>
        [Path.Combine(root, "raw", $"{split}.{language}.gz"), Path.Combine(root, "raw", $"{split}.{language}")];

    private static string[] TokenizedFiles(string root, string split, string language) =>
        [Path.Combine(root, "tok", $"{split}.lc.norm.tok.{language}"), Path.Combine(root, "tok", $"{split}.{language}")];
}
