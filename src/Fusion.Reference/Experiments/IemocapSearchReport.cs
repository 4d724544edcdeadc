using System.Globalization;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>The search for settings: what every trial has on validation, and what the chosen ones have in the test.</summary>
internal static class IemocapSearchReport
{
    /// <summary>Adds the models whose trials were all run: fewer trials would be another budget.</summary>
    public static void Add(ReportBuilder report, IemocapResults results, string? notice)
    {
        var there = results.Models.ToHashSet();
        (SearchedModel Model, ModelVariant<IemocapRecipe> Best)[] searched =
            [.. from model in IemocapStudies.Searched where model.Trials.All(trial => there.Contains(trial.Name)) select (model, Best(results, model))];
        if (searched.Length == 0)
            return;
        var scale = $"{(notice is null ? "" : $"{notice}: ")}percent; mean ± standard deviation over seeds";
        report.Section(IemocapStudies.Search.Title);
        report.Paragraph("Each trial changes one thing of the recipe. The trial with the highest macro-F1 on validation, the mean over its seeds and sessions, is chosen for its model; the test has no say.");
        report.Table(new ReportTable(
            $"Trials on validation ({scale})",
            [new("Trial"), new("What it changes"), ReportColumn.Number("Validation macro F1"), ReportColumn.Number("Seeds")],
            [.. searched.SelectMany(each => Rows(results, each.Model, each.Best))]));
        report.Table(new ReportTable(
            $"The chosen trial of each model and its row of Table 3, in the test ({scale})",
            [new("Model"), ReportColumn.Number("Trials"), new("Chosen"), ReportColumn.Number("Macro F1"), ReportColumn.Number("Accuracy"), ReportColumn.Number("Table 3: macro F1"), ReportColumn.Number("Table 3: accuracy")],
            [.. searched.Select(each => Chosen(results, each.Model, each.Best))],
            ["Trials differ by little more than seeds do: what a search of few seeds chooses is lucky as well as good."]));
    }

    private static IEnumerable<ReportRow> Rows(IemocapResults results, SearchedModel model, ModelVariant<IemocapRecipe> best)
    {
        yield return ReportRow.Group(model.Model);
        foreach (var trial in model.Trials)
        {
            var score = results.Validation(trial.Name, RunScores.MacroF1);
            yield return new ReportRow(
                trial.Name, trial.Change is null ? "nothing" : trial.Description,
                trial == best ? ReportCell.Strong(score.Percent) : score.Percent, Text(score.Count));
        }
    }

    private static ReportRow Chosen(IemocapResults results, SearchedModel model, ModelVariant<IemocapRecipe> best)
    {
        return new ReportRow([model.Model, Text(model.Trials.Count), best.Name, .. Test(best.Name), .. Test(model.Model)]);

        IEnumerable<ReportCell> Test(string row) => [results.Test(row, RunScores.MacroF1).Percent, results.Test(row, RunScores.Accuracy).Percent];
    }

    private static ModelVariant<IemocapRecipe> Best(IemocapResults results, SearchedModel model) => model.Trials.MaxBy(trial => results.Validation(trial.Name, RunScores.MacroF1).Mean)!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
