using System.Globalization;
using Fusion.Reference.Experiments;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapSearchTests
{
    [Fact]
    public void Every_model_of_table_3_has_the_same_budget()
    {
        Assert.Equal(IemocapStudies.Table3.Variants.Select(row => row.Name).Order(StringComparer.Ordinal), IemocapStudies.Searched.Select(model => model.Model).Order(StringComparer.Ordinal));
        Assert.Single(IemocapStudies.Searched.Select(model => model.Trials.Count).Distinct());
        Assert.All(IemocapStudies.Searched, model => Assert.All(model.Trials, trial => Assert.Equal(model.Model, trial.Model)));
    }

    [Fact]
    public void A_trial_changes_one_thing_and_no_two_the_same()
    {
        foreach (var model in IemocapStudies.Searched)
        {
            Assert.Null(model.Trials[0].Change);
            Assert.All(model.Trials.Skip(1), trial => Assert.Single(Changes(trial)));
            Assert.Distinct(model.Trials.Skip(1).Select(trial => Changes(trial).Single()));
        }
    }

    [Fact]
    public void Validation_chooses_and_the_test_has_no_say()
    {
        using var folder = new TemporaryFolder();
        var trials = IemocapStudies.Searched[0].Trials;
        foreach (var (index, trial) in trials.Index())
            WrittenRun.Write(folder.Root, trial.Name, seed: 1, session: 5, accuracy: 0.9 - (0.1 * index), "abab", validation: index == 2 ? 0.8 : 0.5);
        // Another model lacks a trial, which would be a smaller budget.
        foreach (var trial in IemocapStudies.Searched[1].Trials.Skip(1))
            WrittenRun.Write(folder.Root, trial.Name, seed: 1, session: 5, accuracy: 0.5, "abab", validation: 0.5);

        var report = new ReportBuilder("search");
        IemocapSearchReport.Add(report, IemocapResults.Read(folder.Root), notice: null);

        var tables = report.Blocks.OfType<TableBlock>().Select(block => block.Table).ToArray();
        var rows = tables[0].Rows.Where(row => row.GroupName is null).ToArray();
        Assert.Equal(trials.Select(trial => trial.Name), rows.Select(row => row.Cells[0].Text));
        Assert.Equal([trials[2].Name], rows.Where(row => row.Cells[2].Style == CellStyle.Strong).Select(row => row.Cells[0].Text));
        Assert.Equal([trials[0].Model, trials.Count.ToString(CultureInfo.InvariantCulture), trials[2].Name, "70.0", "70.0", "90.0", "90.0"], Assert.Single(tables[1].Rows).Cells.Select(cell => cell.Text));
    }

    private static (string Key, object? Value)[] Changes(ModelVariant<IemocapRecipe> trial)
    {
        var (before, after) = (new IemocapRecipe(), trial.Apply(new IemocapRecipe()));
        return [.. from property in typeof(IemocapRecipe).GetProperties()
                   where !Equals(property.GetValue(before), property.GetValue(after))
                   select (property.Name, property.GetValue(after))];
    }
}
