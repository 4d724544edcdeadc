using Fusion.Reference.Data;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Experiments;

/// <summary>scores.json: the final result of one run. It holds no times, so equal runs give equal files.</summary>
/// <param name="Model">Name of the row: a model, or a model trained in another way.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Synthetic">Whether the data was generated: such scores say that the program works, nothing about people.</param>
/// <param name="Parameters">Trained values.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="BestEpoch">The epoch chosen on validation.</param>
/// <param name="Rows">Utterances of each part.</param>
/// <param name="Validation">Metrics of the chosen epoch.</param>
/// <param name="Test">Metrics of the chosen epoch on the test rows.</param>
internal record RunScores(
    string Model,
    int Seed,
    bool Synthetic,
    long Parameters,
    int Epochs,
    int BestEpoch,
    IReadOnlyDictionary<string, int> Rows,
    IReadOnlyDictionary<string, double> Validation,
    IReadOnlyDictionary<string, double> Test)
{
    public const string Accuracy = "accuracy";
    public const string MacroPrecision = "macroPrecision";
    public const string MacroRecall = "macroRecall";
    public const string MacroF1 = "macroF1";
    public const string WeightedPrecision = "weightedPrecision";
    public const string WeightedRecall = "weightedRecall";
    public const string WeightedF1 = "weightedF1";
    public const string UnweightedRecall = "unweightedRecall";

    /// <summary>2PR/(P+R) of the macro averages, which the paper's F may be; <see cref="MacroF1"/> is the other reading.</summary>
    public const string HarmonicF = "harmonicF";

    /// <summary>Validation metric: effective rank of the vectors that the head reads.</summary>
    public const string EffectiveRankMetric = "effectiveRank";

    public static ClassificationScores Of(IReadOnlyList<string> classes, IReadOnlyList<IUtterance> part, IReadOnlyList<ClassPrediction> predictions) =>
        ClassificationScores.From(
            [.. part.Select(utterance => classes[utterance.Label])], [.. predictions.Select(prediction => classes[prediction.Class])], classes);

    /// <summary>The metrics that go to files, by name.</summary>
    public static IReadOnlyDictionary<string, double> Metrics(ClassificationScores scores) => new Dictionary<string, double>
    {
        [Accuracy] = scores.Accuracy,
        [MacroPrecision] = scores.Macro.Precision,
        [MacroRecall] = scores.Macro.Recall,
        [MacroF1] = scores.Macro.F1,
        [WeightedPrecision] = scores.Weighted.Precision,
        [WeightedRecall] = scores.Weighted.Recall,
        [WeightedF1] = scores.Weighted.F1,
        [UnweightedRecall] = scores.UnweightedRecall,
        [HarmonicF] = scores.HarmonicF,
    };
}
