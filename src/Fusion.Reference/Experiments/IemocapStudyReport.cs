using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>One study beside Table 3: its rows, and the row of Table 3 each of them changes.</summary>
internal static class IemocapStudyReport
{
    public static void Add(ReportBuilder report, IemocapResults results, ModelStudy<IemocapRecipe> study, string? notice)
    {
        ModelVariant<IemocapRecipe>[] rows = [.. Unchanged(results, results.Of(study)).Concat(results.Of(study))];
        report.Section(study.Title);
        report.Table(new ReportTable(
            notice is null ? "Percent; mean ± standard deviation over seeds" : $"{notice}: percent; mean ± standard deviation over seeds",
            [new("Row"), ReportColumn.Number("Macro F1"), ReportColumn.Number("Accuracy"), ReportColumn.Number("Sessions"), ReportColumn.Number("Seeds"),
             ReportColumn.Number("Effective rank"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step")],
            [.. rows.Select(row => Row(results, row))],
            ["The effective rank of the vectors that the head reads, on validation at the chosen epoch: how many directions they really use. Means over runs."]));
        report.Definitions([.. rows.Select(row => (row.Name, row.Description))]);
    }

    // The row of Table 3 that is changed stands first, for comparison.
    private static IEnumerable<ModelVariant<IemocapRecipe>> Unchanged(IemocapResults results, IReadOnlyList<ModelVariant<IemocapRecipe>> rows) =>
        results.Of(IemocapStudies.Table3).Where(main => rows.Any(row => row.Model == main.Model && row.Change is not null));

    private static ReportRow Row(IemocapResults results, ModelVariant<IemocapRecipe> row)
    {
        var (f1, accuracy) = (results.Test(row.Name, RunScores.MacroF1), results.Test(row.Name, RunScores.Accuracy));
        return new ReportRow(
            row.Name, f1.Percent, accuracy.Percent, string.Join(' ', results.Folds(row.Name)), Text($"{accuracy.Count}"),
            Text($"{results.Runs(row.Name).Average(run => run.Scores.Validation[RunScores.EffectiveRankMetric]):0.0}"),
            Text($"{results.Runs(row.Name)[0].Scores.Parameters:N0}"), Text($"{results.MillisecondsPerStep(row.Name):0.0}"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
