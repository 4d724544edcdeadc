using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>Whether a fusion beats the concatenation it is held against by more than the choice of test dialogues explains.</summary>
internal static class IemocapSignificance
{
    private static readonly IReadOnlyList<(string Name, Func<ClassificationScores, double> Score)> Metrics =
        [("accuracy", scores => scores.Accuracy), ("macro-F1", scores => scores.Macro.F1)];

    private static readonly IReadOnlyList<(string Fusion, string Against)> Pairs =
    [
        (IemocapModels.Auto, IemocapModels.ConcatMatched), (IemocapModels.Gan, IemocapModels.ConcatMatched), (IemocapModels.Auto, IemocapModels.ConcatMatchedAuto),
    ];

    public static void Add(ReportBuilder report, IemocapResults results)
    {
        var comparisons = (from pair in Pairs
                           from metric in Metrics
                           let comparison = results.Compare(pair.Fusion, pair.Against, metric.Score)
                           where comparison is not null
                           select (pair, metric.Name, Value: comparison.Value)).ToArray();
        if (comparisons.Length == 0)
            return;
        var adjusted = Holm.Adjust([.. comparisons.Select(comparison => comparison.Value.PValue)]);
        report.Subsection("Is the fusion better than a concatenation of its size?");
        report.Table(new ReportTable(
            "Difference in percentage points; paired bootstrap over test dialogues",
            [new("Fusion"), new("Against"), new("Metric"), ReportColumn.Number("Difference"), ReportColumn.Number("95 % interval"), ReportColumn.Number("p (Holm)")],
            [.. comparisons.Zip(adjusted, (comparison, p) => new ReportRow(
                comparison.pair.Fusion, comparison.pair.Against, comparison.Name, Text($"{100 * comparison.Value.Difference:+0.0;-0.0;0.0}"),
                Text($"{100 * comparison.Value.Low:+0.0;-0.0;0.0} to {100 * comparison.Value.High:+0.0;-0.0;0.0}"), Text($"{p:0.000}")))],
            ["Each seed is scored on all test sessions together, and the scores are averaged over the seeds; whole dialogues are drawn, the same ones for every seed. The interval covers the choice of test dialogues, not the choice of seeds, which the standard deviations in Table 3 show.",
             Text($"The p-values are corrected for {comparisons.Length} comparisons (Holm).")]));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
