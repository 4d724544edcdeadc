using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>The part of a translation experiment in the report.</summary>
internal static class TranslationReport
{
    public static void Add(ReportBuilder report, TranslationResults results)
    {
        report.Section($"Translation: {results.Dataset.Title}");
        foreach (var study in results.Dataset.WithOwn.Where(study => results.Of(study).Count > 0))
            Study(report, results, study);
        Provenance(report, results);
    }

    private static void Study(ReportBuilder report, TranslationResults results, ModelStudy<TranslationRecipe> study)
    {
        var rows = results.Of(study);
        string[] names = [.. rows.Select(row => row.Name)];
        var notice = results.Notice(names);
        report.Subsection(study.Title);
        Paper(report, results, study);
        report.Table(TranslationTables.Scores(results, study, rows));
        if (AbsentTests(results, rows) is { Length: > 0 } absent)
            report.Paragraph($"Test sets of {results.Dataset.Title} that were not in the data, or not in the target language: {string.Join(", ", absent)}.");
        report.Table(TranslationTables.EveryOrder(results, rows));
        report.Definitions([.. rows.Select(row => (row.Name, row.Description))]);
        Significance(report, results, names);
        var slug = $"{results.Dataset.Name}-{study.Name}";
        report.Figure($"{slug}-curves", TrainingCurvesPlot.Draw([.. names.Select(name => Curve(name, results.Runs(name)[0]))], "BLEU-4, greedy", notice),
            "Training loss and validation BLEU over the epochs, one line per row.", "Training curves of the first run of each row; the loss is that of the words alone.");
        Dropped(report, results, names, slug, notice);
        report.Figure($"{slug}-cost", CostQualityPlot.Draw("parameters", "BLEU-4", [.. names.Select(name => Cost(results, name))], notice),
            "BLEU against the number of parameters.", "Quality against size.");
    }

    private static void Paper(ReportBuilder report, TranslationResults results, ModelStudy<TranslationRecipe> study)
    {
        var first = study.Name.Contains("table1", StringComparison.Ordinal);
        if (!first && study.Name != Multi30kDataset.Table2.Name)
            return;
        report.Table(first ? TranslationTables.Paper(results, study, 1, PaperTables.Table1, ["BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4"])
            : TranslationTables.Paper(results, study, 2, PaperTables.Table2, ["BLEU-4", "METEOR"]));
        report.List(first ? PaperTables.WhatTable1Is : PaperTables.WhatTable2Is);
        if (results.Synthetic)
            report.Paragraph("The paper's rows are printed on real data; ours below are on generated data and not to be compared with them.");
    }

    private static void Significance(ReportBuilder report, TranslationResults results, string[] names)
    {
        (string Fusion, string Against)[] pairs = [.. TranslationModels.Pairs.SelectMany(pair => names.Where(name => name.Contains($".{pair.Fusion}.", StringComparison.Ordinal) && !name.EndsWith(TranslationRows.Shuffled, StringComparison.Ordinal))
            .SelectMany(name => Against(name, pair)))];
        ComparisonTable.Comparison[] comparisons =
            [.. from pair in pairs let value = results.Compare(pair.Fusion, pair.Against) where value is not null select new ComparisonTable.Comparison(pair.Fusion, pair.Against, "BLEU-4", value.Value)];
        var drawn = results.Dataset.Drawn;
        ComparisonTable.Add(
            report, pairs, comparisons, $"they share a seed and were tested on the same lines with the same references, two {drawn} at least",
            TranslationTables.Caption($"Difference in points of BLEU; paired bootstrap over {drawn} of the first test set", results.Notice(names)),
            $"BLEU is taken for each seed, then averaged over the seeds; the same {drawn} are drawn for every seed. The interval covers the choice of test {drawn}, not the choice of seeds.");

        // The matched concatenation where it was run, and the same fusion with other lines' images.
        IEnumerable<(string Fusion, string Against)> Against(string name, (string Fusion, string Matched) pair) =>
            new[] { name.Replace($".{pair.Fusion}.", $".{pair.Matched}.", StringComparison.Ordinal), name.Replace($".{pair.Fusion}.", $".{TranslationModels.ConcatMatched}.", StringComparison.Ordinal), name + TranslationRows.Shuffled }
                .Distinct().Where(names.Contains).Select(other => (name, other));
    }

    private static void Dropped(ReportBuilder report, TranslationResults results, string[] names, string slug, string? notice)
    {
        string[] shown = [.. names.Where(name => results.Runs(name)[0] is var run && run.Has(TranslationMetrics.Dropped(run.Tests[0], 0)) && !name.EndsWith(TranslationRows.Shuffled, StringComparison.Ordinal))];
        if (shown.Length == 0)
            return;
        var panel = new LinePanel("", "probability that a source word is dropped", "BLEU-4, greedy", [.. shown.Select(Series)]);
        report.Figure($"{slug}-dropped", LinePlot.Draw([panel], notice), "BLEU against the probability of a dropped source word, one line per row.",
            "The paper's Figure 6: source words made unknown with probability p, the mean over seeds; the same words for every row.");
        report.Table(TranslationTables.Dropped(results, shown));

        LineSeries Series(string name)
        {
            var main = results.Runs(name)[0].Tests[0];
            return new(name, TranslationExperiment.DropProbabilities, [.. TranslationExperiment.DropProbabilities.Select(p => results.Test(name, TranslationMetrics.Dropped(main, p)).Mean)]);
        }
    }

    // Runs on all lines are tested on every test set that is there.
    private static string[] AbsentTests(TranslationResults results, IReadOnlyList<ModelVariant<TranslationRecipe>> rows)
    {
        TranslatedRun[] onAll = [.. rows.Select(row => results.Runs(row.Name)[0]).Where(run => run.Recipe["lines"]?.GetValue<string>() == nameof(LineChoice.All))];
        return onAll.Length == 0 ? [] : [.. results.Dataset.TestSets.Except(onAll.SelectMany(run => run.Tests))];
    }

    private static TrainingCurve Curve(string name, TranslatedRun run) => new(
        name, [.. run.History.Select(record => record.Losses["task"])], [.. run.History.Select(record => record.Validation[TranslationTask.BleuMetric])]);

    private static CostPoint Cost(TranslationResults results, string name)
    {
        var run = results.Runs(name)[0];
        var score = results.Test(name, TranslationMetrics.Key(run.Tests[0], TranslationMetrics.Bleu));
        return new CostPoint(name, run.Scores.Parameters, score.Mean, score.Deviation);
    }

    private static void Provenance(ReportBuilder report, TranslationResults results)
    {
        report.Subsection($"How to get the figures of {results.Dataset.Title}");
        ProvenanceBlocks.Add(report, [.. results.Environments], results.Recipes);
        report.Details($"Every run of {results.Dataset.Title}", details => details.Table(TranslationTables.EveryRun(results)));
    }
}
