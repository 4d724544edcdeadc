using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>A table that says whether some models are better than others.</summary>
internal static class ComparisonTable
{
    private static readonly IReadOnlyList<(string Name, Func<ClassificationScores, double> Score)> Metrics =
        [("accuracy", scores => scores.Accuracy), ("macro-F1", scores => scores.Macro.F1)];

    /// <summary>One row.</summary>
    public sealed record Comparison(string Fusion, string Against, string Metric, BootstrapComparison Value);

    /// <summary>Every metric of every pair that can be compared.</summary>
    /// <param name="pairs">A fusion, and what it is held against.</param>
    /// <param name="compare">Compares two rows; null where that cannot be done.</param>
    public static IReadOnlyList<Comparison> Compare(
        IEnumerable<(string Fusion, string Against)> pairs, Func<string, string, Func<ClassificationScores, double>, BootstrapComparison?> compare) =>
        [.. from pair in pairs
            from metric in Metrics
            let value = compare(pair.Fusion, pair.Against, metric.Score)
            where value is not null
            select new Comparison(pair.Fusion, pair.Against, metric.Name, value.Value)];

    /// <summary>Adds the comparisons, where there are any, and names the pairs that could not be compared.</summary>
    /// <param name="report">The report.</param>
    /// <param name="pairs">Pairs of rows that were run.</param>
    /// <param name="comparisons">The comparisons there are.</param>
    /// <param name="condition">When two rows can be compared.</param>
    /// <param name="caption">What the table shows.</param>
    /// <param name="note">How it came about.</param>
    public static void Add(
        ReportBuilder report, IEnumerable<(string Fusion, string Against)> pairs, IReadOnlyList<Comparison> comparisons, string condition, string caption, string note)
    {
        NameLeftOut(report, pairs, comparisons, condition);
        if (comparisons.Count > 0)
            report.Table(Of(caption, note, comparisons));
    }

    /// <summary>Names the pairs that could not be compared, where there are any.</summary>
    /// <param name="report">The report.</param>
    /// <param name="pairs">Pairs of rows that were run.</param>
    /// <param name="comparisons">The comparisons there are.</param>
    /// <param name="condition">When two rows can be compared.</param>
    public static void NameLeftOut(ReportBuilder report, IEnumerable<(string Fusion, string Against)> pairs, IReadOnlyList<Comparison> comparisons, string condition)
    {
        string[] left = [.. pairs.Except(comparisons.Select(comparison => (comparison.Fusion, comparison.Against))).Select(pair => $"{pair.Fusion} with {pair.Against}")];
        if (left.Length > 0)
            report.Paragraph($"Not compared: {string.Join("; ", left)}. Two rows are compared where {condition}.");
    }

    // p-values are corrected for the number of rows.
    private static ReportTable Of(string caption, string note, IReadOnlyList<Comparison> comparisons)
    {
        var adjusted = Holm.Adjust([.. comparisons.Select(comparison => comparison.Value.PValue)]);
        return new ReportTable(
            caption, [new("Fusion"), new("Against"), new("Metric"), ReportColumn.Number("Difference"), ReportColumn.Number("95 % interval"), ReportColumn.Number("p (Holm)")],
            [.. comparisons.Zip(adjusted, Row)], [note]);
    }

    private static ReportRow Row(Comparison comparison, double p) => new(
        comparison.Fusion, comparison.Against, comparison.Metric, Points(comparison.Value.Difference),
        $"{Points(comparison.Value.Low)} to {Points(comparison.Value.High)}", p < 0.001 ? "<0.001" : FormattableString.Invariant($"{p:0.000}"));

    private static string Points(double difference) => FormattableString.Invariant($"{100 * difference:+0.0;-0.0;0.0}");
}
