using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.How2;

/// <summary>
/// How2, the 300 hours with Portuguese translations, in its published layout: <c>data/{train,val,dev5}</c> with ids, times, sentences and lists of speech
/// features, <c>features</c> with Kaldi archives and one array of video vectors for each split. Features are optional.
/// </summary>
internal static class How2Corpus
{
    public const string Dataset = "how2";

    public const string Source = "en";

    public const string Target = "pt";

    /// <summary>The released splits; dev5 is the test. The first two have to be there.</summary>
    public static readonly IReadOnlyList<string> SplitNames = ["train", "val", "dev5"];

    private const string PackageFolder = "how2-300h-v1";

    /// <summary>Whether a folder, or the package in it, holds the data set.</summary>
    public static bool IsIn(string folder) => Root(folder) is not null;

    /// <summary>Reads a folder that holds <c>data</c>, or the package that does.</summary>
    public static ParallelCorpus Load(string folder, How2Loading? loading = null) => ParallelCorpus.Load(Dataset, folder, Source, sources =>
    {
        var root = Root(folder) ?? throw new DataFormatException(folder, null, "expected data/train/id and its like, found none");
        var splits = new List<ParallelSplit>();
        foreach (var name in SplitNames)
            if (Directory.Exists(Path.Combine(root, "data", name)))
                splits.Add(new How2Split(root, name, sources).Read(loading ?? new()));
            else if (name is "train" or "val")
                throw new DataFormatException(Path.Combine(root, "data", name), null, "expected a folder, found none");
            else
                sources.Notices.Add($"{name}: not available");
        return splits;
    });

    private static string? Root(string folder) =>
        new[] { folder, Path.Combine(folder, PackageFolder) }.FirstOrDefault(root => File.Exists(Path.Combine(root, "data", "train", "id")));
}
