using Fusion.Reference.Metrics;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Names of a run's test metrics: SPLIT/METRIC. BLEU and chrF lie between 0 and 100, METEOR between 0 and 1.</summary>
internal static class TranslationMetrics
{
    public const string Bleu = "bleu";
    public const string SacreBleu = "sacrebleu";
    public const string Chrf = "chrf";
    public const string Meteor = "meteor";
    public const string AuthorsBleu = "authors.bleu";
    public const string AuthorsMeteor = "authors.meteor";

    /// <summary>Key of a metric on a test set.</summary>
    public static string Key(string split, string metric) => $"{split}/{metric}";

    /// <summary>Key of BLEU on a test set whose source words were dropped with a probability.</summary>
    public static string Dropped(string split, double probability) => FormattableString.Invariant($"{split}/drop-{probability:0.0}");

    /// <summary>Every metric of both readings, BLEU-1 to BLEU-4 of each.</summary>
    public static IEnumerable<(string Key, double Value)> Of(string split, StandardScores standard, AuthorsProtocolScores authors) =>
    [
        .. Cumulative(split, Bleu, standard.Bleu), (Key(split, SacreBleu), standard.SacreBleu.Score), (Key(split, Chrf), standard.Chrf), (Key(split, Meteor), standard.Meteor.Score),
        .. Cumulative(split, AuthorsBleu, authors.Bleu), (Key(split, AuthorsMeteor), authors.Meteor),
    ];

    private static IEnumerable<(string Key, double Value)> Cumulative(string split, string name, BleuScore score) =>
        score.Cumulative.Select((value, order) => (Key(split, order == score.Cumulative.Count - 1 ? name : FormattableString.Invariant($"{name}-{order + 1}")), value));
}
