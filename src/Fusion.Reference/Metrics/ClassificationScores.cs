namespace Fusion.Reference.Metrics;

/// <summary>Scores of a classifier, all between 0 and 1; a ratio 0/0 counts as 0.</summary>
internal sealed record ClassificationScores
{
    /// <summary>Share of items whose predicted class is the true one ("weighted accuracy" in the speech-emotion literature).</summary>
    public required double Accuracy { get; init; }

    /// <summary>Unweighted mean over classes.</summary>
    public required PrecisionRecallF1 Macro { get; init; }

    /// <summary>Mean over classes, weighted by support.</summary>
    public required PrecisionRecallF1 Weighted { get; init; }

    /// <summary>From the pooled counts: all three equal the accuracy, because every item has exactly one label.</summary>
    public required PrecisionRecallF1 Micro { get; init; }

    /// <summary>Mean recall over the classes that occur in the truth.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>Scores of each class, in the order of the confusion matrix.</summary>
    public required IReadOnlyList<ClassScores> PerClass { get; init; }

    /// <summary>Mean recall over all classes ("unweighted accuracy" in the speech-emotion literature).</summary>
    public double UnweightedRecall => Macro.Recall;

    /// <summary>2PR/(P+R) of the macro averages: the second reading of the paper's F, which its Table 3 follows to the last digit.</summary>
    public double HarmonicF => HarmonicMean(Macro.Precision, Macro.Recall);

    /// <summary>Counts and scores labels against predictions.</summary>
    public static ClassificationScores From(
        IReadOnlyList<string> labels, IReadOnlyList<string> predictions, IReadOnlyList<string>? classes = null) =>
        From(ConfusionMatrix.Count(labels, predictions, classes));

    /// <summary>Scores a confusion matrix.</summary>
    public static ClassificationScores From(ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.Classes.Count).Select(index => Score(matrix, index)).ToArray();
        var present = classes.Where(scores => scores.Support > 0).ToArray();
        var accuracy = Ratio(matrix.Correct, matrix.Total);
        return new()
        {
            Accuracy = accuracy,
            Macro = Mean(classes, _ => 1),
            Weighted = Mean(classes, scores => scores.Support),
            Micro = new(accuracy, accuracy, accuracy),
            BalancedAccuracy = Mean(present, _ => 1).Recall,
            PerClass = classes,
        };
    }

    private static ClassScores Score(ConfusionMatrix matrix, int index)
    {
        var precision = Ratio(matrix[index, index], matrix.Predicted(index));
        var recall = Ratio(matrix[index, index], matrix.Support(index));
        return new(matrix.Classes[index], precision, recall, HarmonicMean(precision, recall), matrix.Support(index));
    }

    private static PrecisionRecallF1 Mean(ClassScores[] classes, Func<ClassScores, double> weight)
    {
        var total = classes.Sum(weight);
        return new(
            Ratio(classes.Sum(scores => weight(scores) * scores.Precision), total),
            Ratio(classes.Sum(scores => weight(scores) * scores.Recall), total),
            Ratio(classes.Sum(scores => weight(scores) * scores.F1), total));
    }

    private static double HarmonicMean(double first, double second) => Ratio(2 * first * second, first + second);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}

/// <summary>Precision, recall and F1 that belong together.</summary>
internal readonly record struct PrecisionRecallF1(double Precision, double Recall, double F1);

/// <summary>Scores of one class.</summary>
/// <param name="Label">Name of the class.</param>
/// <param name="Precision">Share of the items predicted as this class that are of this class.</param>
/// <param name="Recall">Share of the items of this class that were predicted as such.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Support">Number of items of this class.</param>
internal sealed record ClassScores(string Label, double Precision, double Recall, double F1, double Support);
