namespace Fusion.Reference.Metrics;

/// <summary>Scores of a classifier as commands print them.</summary>
/// <param name="Accuracy">Share of items whose predicted class is the true one.</param>
/// <param name="MacroPrecision">Mean precision of the classes.</param>
/// <param name="MacroRecall">Mean recall of the classes.</param>
/// <param name="MacroF1">Mean F1 of the classes.</param>
/// <param name="WeightedF1">Mean F1 of the classes, weighted by support.</param>
/// <param name="PerClass">Scores of each class.</param>
/// <param name="Confusion">How often each true class (row) was predicted as each class (column).</param>
internal sealed record ClassificationReport(
    double Accuracy, double MacroPrecision, double MacroRecall, double MacroF1, double WeightedF1, IReadOnlyList<ClassificationReport.Line> PerClass, IReadOnlyList<long[]> Confusion)
{
    /// <summary>Scores of one class.</summary>
    public sealed record Line(string Label, double Precision, double Recall, double F1, long Support);

    /// <summary>Scores whole counts.</summary>
    public static ClassificationReport Of(ConfusionMatrix matrix)
    {
        var scores = ClassificationScores.From(matrix);
        return new ClassificationReport(
            scores.Accuracy, scores.Macro.Precision, scores.Macro.Recall, scores.Macro.F1, scores.Weighted.F1,
            [.. scores.PerClass.Select(line => new Line(line.Label, line.Precision, line.Recall, line.F1, (long)line.Support))],
            [.. matrix.Classes.Select((_, truth) => matrix.Classes.Select((_, predicted) => (long)matrix[truth, predicted]).ToArray())]);
    }
}
