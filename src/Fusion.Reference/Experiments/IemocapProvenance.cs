using Fusion.Reference.Reports;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>How the figures came about: commands, machine, recipe, every single run.</summary>
internal static class IemocapProvenance
{
    public static void Add(ReportBuilder report, IemocapResults results)
    {
        report.Section("How to get these figures");
        report.Paragraph("Run these commands in the repository; the report alone is rewritten by the command \"report\".");
        report.Code(string.Join('\n', results.All.Select(finished => $"dotnet run -c Release --project src/Fusion.Reference -- {finished.Environment.Command}").Distinct()));
        report.Definitions([.. results.All.Select(finished => finished.Environment).DistinctBy(environment => environment with { Command = "" }).SelectMany(Describe)]);
        report.Details("Recipe", details => details.Definitions(
            [.. results.All.First().Recipe.Where(item => item.Key is not ("model" or "seed")).Select(item => (item.Key, item.Value?.ToJsonString(RunJson.Line) ?? "null"))]));
        report.Details("Every run", details => details.Table(new ReportTable(
            "One row per run (percent)", [new("Row"), ReportColumn.Number("Session"), ReportColumn.Number("Seed"), ReportColumn.Number("Epoch chosen"), ReportColumn.Number("Epochs"),
             ReportColumn.Number("Validation macro-F1"), ReportColumn.Number("Test macro-F1"), ReportColumn.Number("Test 2PR/(P+R)"), ReportColumn.Number("Test accuracy")],
            [.. results.All.Select(Row)])));
    }

    private static ReportRow Row(FinishedRun run) => new(
        run.Scores.Model, Text($"{run.Fold}"), Text($"{run.Scores.Seed}"), Text($"{run.Scores.BestEpoch}"), Text($"{run.Scores.Epochs}"), Percent(run.Scores.Validation[RunScores.MacroF1]),
        Percent(run.Scores.Test[RunScores.MacroF1]), Percent(run.Scores.Test[RunScores.HarmonicF]), Percent(run.Scores.Test[RunScores.Accuracy]));

    private static IEnumerable<(string Term, string Definition)> Describe(RunEnvironment environment) =>
    [
        ("Device", environment.Device), ("Runs at a time", Text($"{environment.Jobs}, each with {environment.Threads} thread{(environment.Threads == 1 ? "" : "s")}, on {environment.Processors} processors")),
        ("System", environment.System), ("Runtime", environment.Runtime), ("TorchSharp", environment.TorchSharp),
    ];

    private static string Percent(double value) => Text($"{100 * value:0.0}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
