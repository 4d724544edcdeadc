using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Mboshi;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Experiments.Mosi;
using Fusion.Reference.Experiments.Translation;

namespace Fusion.Reference.Experiments;

/// <summary>The experiments of the paper and the checks outside it.</summary>
internal static class ExperimentCatalog
{
    public const string All = "all";

    /// <summary>One experiment.</summary>
    /// <param name="Name">Its name on the command line and its folder under <c>--data</c>.</param>
    /// <param name="Title">What it reproduces.</param>
    /// <param name="Factory">What runs it.</param>
    /// <param name="Source">How to get its data.</param>
    public sealed record Entry(string Name, string Title, IExperimentFactory Factory, string Source);

    /// <summary>The translation experiments.</summary>
    public static IReadOnlyList<TranslationDataset> Translations { get; } = [How2Dataset.Dataset, Multi30kDataset.Dataset, MboshiDataset.Dataset];

    public static readonly IReadOnlyList<Entry> Entries =
    [
        new(How2Corpus.Dataset, "Table 1: translation of How2, English to Portuguese", new TranslationFactory(How2Dataset.Dataset),
            "its owners no longer hand out How2 (github.com/srvk/how2-dataset); the folder holds how2-300h-v1 as it was published"),
        new(Multi30kCorpus.Dataset, "Table 2: translation of Multi30K, English to French; Table 1's rows on the same data", new TranslationFactory(Multi30kDataset.Dataset),
            "texts: github.com/multi30k/dataset, or the command data download multi30k; image features on request there"),
        new(MboshiCorpus.Dataset, "Not in the paper: translation of Mboshi to French with real speech", new TranslationFactory(MboshiDataset.Dataset),
            "recordings: github.com/besacier/mboshi-french-parallel-corpus; the prepared folder holds mboshi.tsv, speech43_frames.npy and speech43_offsets.npy"),
        new(IemocapExperiment.Name, "Table 3: emotion recognition on IEMOCAP", new IemocapFactory(),
            "licence and recordings: sail.usc.edu/iemocap; the folder holds the release (Session1 ... Session5) or iemocap.tsv, audio8.npy, label4.npy and optionally glove200.npy with glove200.vocab.tsv"),
        new(MosiExperiment.Name, "Not in the paper: sentiment on CMU-MOSI, three modalities", new MosiFactory(),
            "features: github.com/soujanyaporia/contextual-utterance-level-multimodal-sentiment-analysis; the prepared folder holds mosi.tsv, label.npy, text100.npy, audio73.npy and video100.npy"),
    ];

    /// <summary>The names of all, for messages.</summary>
    public static string Names => string.Join(", ", Entries.Select(entry => entry.Name));

    /// <summary>The experiment of a name; null where there is none.</summary>
    public static Entry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    /// <summary>The experiments a target names.</summary>
    public static IReadOnlyList<Entry> Select(string target) =>
        target == All ? Entries : [Find(target) ?? throw new UserErrorException($"reproduce {target}: expected {All}, {Names}")];
}
