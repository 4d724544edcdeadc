using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments;

/// <summary>Confusion matrices: a picture of each, and the same counts as tables.</summary>
internal static class ConfusionBlocks
{
    private const string Summed = "all seeds and sessions together";

    /// <summary>Adds them.</summary>
    /// <param name="report">The report.</param>
    /// <param name="prefix">Begins the names of the pictures.</param>
    /// <param name="matrices">One for each model.</param>
    /// <param name="notice">A line below each picture.</param>
    public static void Add(ReportBuilder report, string prefix, IReadOnlyList<(string Model, ConfusionMatrix Matrix)> matrices, string? notice)
    {
        report.Figures([.. matrices.Select(each => new ReportFigure(
            $"{prefix}-{each.Model}", ConfusionMatrixPlot.Draw(each.Model, each.Matrix, notice), Alternative(each.Model, each.Matrix), $"Confusion matrix of {each.Model}, {Summed}."))]);
        report.Details("Confusion matrices as tables", details =>
        {
            foreach (var (model, matrix) in matrices)
                details.Table(Table(model, matrix));
        });
    }

    /// <summary>The counts.</summary>
    public static ReportTable Table(string model, ConfusionMatrix matrix) => new(
        $"Confusion matrix of {model}: utterances, {Summed}",
        [new("True class"), .. matrix.Classes.Select(name => ReportColumn.Number($"predicted {name}")), ReportColumn.Number("All")],
        [
            .. matrix.Classes.Select((name, truth) => new ReportRow([name, .. Indices(matrix).Select(predicted => Count(matrix[truth, predicted])), Count(matrix.Support(truth))])),
            new ReportRow(["all", .. Indices(matrix).Select(predicted => Count(matrix.Predicted(predicted))), Count(matrix.Total)]),
        ]);

    /// <summary>What a reader who cannot see the picture should know: how many are right, of each class too, and what the others were taken for.</summary>
    public static string Alternative(string model, ConfusionMatrix matrix) =>
        FormattableString.Invariant($"Confusion matrix of {model}: {matrix.Correct} of {matrix.Total} right. {string.Join(" ", Indices(matrix).Select(truth => OfClass(matrix, truth)))}");

    private static string OfClass(ConfusionMatrix matrix, int truth)
    {
        var (name, right, all) = (matrix.Classes[truth], matrix[truth, truth], matrix.Support(truth));
        if (right == all)
            return FormattableString.Invariant($"{name}: {right} of {all}.");
        var wrong = Indices(matrix).Where(predicted => predicted != truth).MaxBy(predicted => matrix[truth, predicted]);
        return FormattableString.Invariant($"{name}: {right} of {all}, {matrix[truth, wrong]} taken for {matrix.Classes[wrong]}.");
    }

    private static IEnumerable<int> Indices(ConfusionMatrix matrix) => Enumerable.Range(0, matrix.Classes.Count);

    private static ReportCell Count(double count) => FormattableString.Invariant($"{count:N0}");
}
