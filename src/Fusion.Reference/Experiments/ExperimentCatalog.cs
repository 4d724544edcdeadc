namespace Fusion.Reference.Experiments;

/// <summary>The experiments of the paper, and which of them this version runs.</summary>
internal static class ExperimentCatalog
{
    public const string All = "all";

    /// <summary>One experiment.</summary>
    /// <param name="Name">Its name on the command line and its folder under <c>--data</c>.</param>
    /// <param name="Title">What it reproduces.</param>
    /// <param name="Missing">Why this version does not run it; null where it does.</param>
    /// <param name="Source">How to get its data.</param>
    public sealed record Entry(string Name, string Title, string? Missing, string Source);

    public static readonly IReadOnlyList<Entry> Entries =
    [
        new("how2", "Table 1: translation of How2, English to Portuguese", "not available yet (planned for a later version)",
            "its owners no longer hand out How2 (github.com/srvk/how2-dataset); a prepared copy is needed"),
        new("multi30k", "Table 2: translation of Multi30K, English to French", "not available yet (planned for a later version)",
            "texts: github.com/multi30k/dataset"),
        new(IemocapExperiment.Name, "Table 3: emotion recognition on IEMOCAP", null,
            "licence and recordings: sail.usc.edu/iemocap; the folder holds the release (Session1 ... Session5) or iemocap.tsv, audio8.npy, label4.npy and optionally glove200.npy with glove200.vocab.tsv"),
    ];

    /// <summary>The experiments a target names.</summary>
    public static IReadOnlyList<Entry> Select(string target)
    {
        if (target == All)
            return Entries;
        var entry = Entries.FirstOrDefault(entry => entry.Name == target)
            ?? throw new UserErrorException($"reproduce {target}: expected {All}, {string.Join(", ", Entries.Select(entry => entry.Name))}");
        return entry.Missing is null ? [entry] : throw new UserErrorException($"reproduce {target}: {entry.Missing}; this version runs {string.Join(", ", Runnable)}");
    }

    private static IEnumerable<string> Runnable => Entries.Where(entry => entry.Missing is null).Select(entry => entry.Name);
}
