using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>How the figures came about: commands, machine, recipe, every single run.</summary>
internal static class IemocapProvenance
{
    public static void Add(ReportBuilder report, IemocapResults results)
    {
        report.Section("How to get these figures");
        ProvenanceBlocks.Add(report, [.. results.Environments], results.Recipes(results.Models));
        report.Details("Every run", details => details.Table(new ReportTable(
            "One row per run (percent)", [new("Row"), ReportColumn.Number("Session"), ReportColumn.Number("Seed"), ReportColumn.Number("Epoch chosen"), ReportColumn.Number("Epochs"),
             ReportColumn.Number("Validation macro-F1"), ReportColumn.Number("Test macro-F1"), ReportColumn.Number("Test 2PR/(P+R)"), ReportColumn.Number("Test accuracy")],
            [.. results.All.Select(Row)])));
    }

    private static ReportRow Row(ClassifierRun<RunScores> run) => new(
        run.Scores.Model, Text($"{IemocapResults.Fold(run)}"), Text($"{run.Scores.Seed}"), Text($"{run.Scores.BestEpoch}"), Text($"{run.Scores.Epochs}"), Percent(run.Scores.Validation[RunScores.MacroF1]),
        Percent(run.Scores.Test[RunScores.MacroF1]), Percent(run.Scores.Test[RunScores.HarmonicF]), Percent(run.Scores.Test[RunScores.Accuracy]));

    private static string Percent(double value) => Text($"{100 * value:0.0}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
