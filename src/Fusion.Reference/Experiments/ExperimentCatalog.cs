using Fusion.Reference.Experiments.Mosi;

namespace Fusion.Reference.Experiments;

/// <summary>The experiments of the paper and the checks outside it, and which of them this version runs.</summary>
internal static class ExperimentCatalog
{
    public const string All = "all";

    private const string Planned = "not available yet (planned for a later version)";

    /// <summary>One experiment.</summary>
    /// <param name="Name">Its name on the command line and its folder under <c>--data</c>.</param>
    /// <param name="Title">What it reproduces.</param>
    /// <param name="Factory">What runs it; null where this version does not.</param>
    /// <param name="Source">How to get its data.</param>
    public sealed record Entry(string Name, string Title, IExperimentFactory? Factory, string Source)
    {
        /// <summary>Why this version does not run it; null where it does.</summary>
        public string? Missing => Factory is null ? Planned : null;
    }

    public static readonly IReadOnlyList<Entry> Entries =
    [
        new("how2", "Table 1: translation of How2, English to Portuguese", null,
            "its owners no longer hand out How2 (github.com/srvk/how2-dataset); a prepared copy is needed"),
        new("multi30k", "Table 2: translation of Multi30K, English to French", null,
            "texts: github.com/multi30k/dataset"),
        new(IemocapExperiment.Name, "Table 3: emotion recognition on IEMOCAP", new IemocapFactory(),
            "licence and recordings: sail.usc.edu/iemocap; the folder holds the release (Session1 ... Session5) or iemocap.tsv, audio8.npy, label4.npy and optionally glove200.npy with glove200.vocab.tsv"),
        new(MosiExperiment.Name, "Not in the paper: sentiment on CMU-MOSI, three modalities", new MosiFactory(),
            "features: github.com/soujanyaporia/contextual-utterance-level-multimodal-sentiment-analysis; the prepared folder holds mosi.tsv, label.npy, text100.npy, audio73.npy and video100.npy"),
    ];

    /// <summary>Those that this version runs.</summary>
    public static IReadOnlyList<Entry> Runnable => [.. Entries.Where(entry => entry.Factory is not null)];

    /// <summary>The experiments a target names.</summary>
    public static IReadOnlyList<Entry> Select(string target)
    {
        if (target == All)
            return Entries;
        var entry = Entries.FirstOrDefault(entry => entry.Name == target)
            ?? throw new UserErrorException($"reproduce {target}: expected {All}, {string.Join(", ", Entries.Select(entry => entry.Name))}");
        return entry.Missing is null ? [entry] : throw new UserErrorException($"reproduce {target}: {entry.Missing}; this version runs {string.Join(", ", Runnable.Select(entry => entry.Name))}");
    }
}
