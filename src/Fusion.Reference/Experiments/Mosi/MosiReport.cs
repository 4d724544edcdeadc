using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>The CMU-MOSI part of the report.</summary>
internal static class MosiReport
{
    public static void Add(ReportBuilder report, MosiResults results)
    {
        var notice = results.Synthetic ? "SYNTHETIC DATA" : null;
        report.Section("Outside the paper: sentiment on CMU-MOSI from text, audio and video");
        report.Paragraph("The paper has no such table. This is a check of the same modules on three real modalities: one feature vector per utterance and modality, two classes, a split by video, so that no speaker is in two parts.");
        if (!results.Synthetic)
            report.Note("The text features are far stronger than the other two, so there is little for any fusion to add. The text and video features come from networks trained on the labels of the videos that are training and validation here. Their validation scores therefore lie far above their test scores and say little about which epoch, or which model, is better; \"Every CMU-MOSI run\" below shows both. Nothing was tuned on them but the epoch.");
        report.Table(Scores(results));
        report.Subsection("What the rows of the CMU-MOSI table are");
        report.Definitions([.. MosiStudies.Main.Variants.Concat(MosiStudies.Baselines.Variants).Where(variant => results.Rows.Contains(variant.Name)).Select(variant => (variant.Name, variant.Description)),
            .. Dropped(results).Length > 0 ? new[] { ("NAME.dropout", "the same model, trained on rows of which each modality is left out with the probability DropoutRate of the recipe, never all of a row (the option ModalityDropout of the fusion module)") } : []]);
        report.Paragraph($"Each modality passes a linear layer, ReLU and dropout before it is fused. {Budget(results.Recipes)} on the validation videos, and the test videos are scored after that choice.");
        Significance(report, results);
        Missing(report, results, notice);
        Provenance(report, results);
    }

    private static string Budget(RecipesOfRuns recipes)
    {
        var byAccuracy = recipes.ValueOf("selection")?.Contains(nameof(Selection.Accuracy), StringComparison.Ordinal) == true;
        return recipes.HasOneBudget ? $"Every model has the same budget; the epoch is chosen by {(byAccuracy ? "accuracy" : "macro-F1")}"
            : "The rows had different budgets, which \"How to get the CMU-MOSI figures\" lists; the epoch is chosen";
    }

    private static ReportTable Scores(MosiResults results) => new(
        results.Synthetic ? "CMU-MOSI's layout with SYNTHETIC data (percent)" : "CMU-MOSI, test videos (percent; mean ± standard deviation over seeds)",
        [new("Row"), ReportColumn.Number("Acc-2"), ReportColumn.Number("Weighted F1"), ReportColumn.Number("Macro F1"),
         ReportColumn.Number("Seeds"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step")],
        [
            ReportRow.Group("No model"), Majority(results),
            .. Rows(results, "One modality", MosiModels.Unimodal),
            .. Rows(results, "All three, concatenated", [MosiModels.Concat, MosiModels.ConcatMatchedAuto, MosiModels.ConcatMatchedGan]),
            .. Rows(results, "The paper's fusions", [MosiModels.Auto, MosiModels.Gan]),
            .. Rows(results, "Fusions of other authors, not in the paper's tables", MosiModels.Baselines),
            .. Rows(results, "Trained with modality dropout", [.. MosiModels.Fusions.Select(MosiStudies.WithDropout)]),
        ],
        [
            "Acc-2 is the share of utterances whose sign of sentiment is right. Weighted F1 weighs the F1 of the two classes by their share of the test; macro F1 does not.",
            "Parameters are all trained values. GANFusion's discriminators and complements serve training only.",
            "A step is one batch: forward, backward, clipping and Adam; the mean of each epoch, the median over epochs, the mean over seeds.",
        ]);

    private static IEnumerable<ReportRow> Rows(MosiResults results, string group, IReadOnlyList<string> rows)
    {
        string[] there = [.. rows.Where(results.Rows.Contains)];
        return there.Length == 0 ? [] : there.Select(row => Row(results, row)).Prepend(ReportRow.Group(group));
    }

    private static ReportRow Row(MosiResults results, string row)
    {
        var scores = new[] { RunScores.Accuracy, RunScores.WeightedF1, RunScores.MacroF1 }.Select(metric => results.Test(row, metric)).ToArray();
        return new ReportRow(
            row, scores[0].Percent, scores[1].Percent, scores[2].Percent, Text($"{scores[0].Count}"),
            Text($"{results.Runs(row)[0].Scores.Parameters:N0}"), Text($"{results.MillisecondsPerStep(row):0.0}"));
    }

    private static ReportRow Majority(MosiResults results)
    {
        var labels = results.All.First().Predictions;
        var largest = labels.CountBy(row => row.Label).MaxBy(pair => pair.Value);
        return new ReportRow(
            $"always {largest.Key}", Text($"{100.0 * largest.Value / labels.Count:0.0}"), ReportCell.Muted("–"), ReportCell.Muted("–"), ReportCell.Muted("–"), ReportCell.Muted("–"), ReportCell.Muted("–"));
    }

    private static void Significance(ReportBuilder report, MosiResults results)
    {
        (string, string)[] pairs = [.. MosiModels.Pairs.Where(pair => results.Rows.Contains(pair.Fusion) && results.Rows.Contains(pair.Matched))];
        if (pairs.Length == 0)
            return;
        report.Subsection("Is a fusion of three better than a concatenation of its size?");
        ComparisonTable.Add(
            report, pairs, ComparisonTable.Compare(pairs, results.Compare), "they share a seed and were tested on the same utterances, of two videos at least",
            "Difference in percentage points; paired bootstrap over test videos",
            "A score is taken for each seed, then averaged over the seeds; whole videos are drawn, the same ones for every seed. The interval covers the choice of test videos, not the choice of seeds.");
    }

    private static void Missing(ReportBuilder report, MosiResults results, string? notice)
    {
        string[] usual = [.. MosiModels.Fusions.Concat(MosiModels.Baselines).Where(results.Rows.Contains)];
        string[] rows = [.. usual, .. Dropped(results)];
        if (rows.Length == 0)
            return;
        report.Subsection("When modalities are missing");
        report.Paragraph("In the test each utterance loses each modality with the probability p; one that would lose all three keeps one of them, so at p = 1 exactly one is left. The fusion modules are told which are there. Absent ones count as zeros in AutoFusion, in the concatenations and in the fusions of other authors; in GANFusion their branch does not run. The same ones go for every model of a seed.");
        report.Figure("mosi-missing-any", Curves(results, null, notice), "Accuracy against the probability that a modality is missing, one line per model.",
            "Test accuracy with each modality removed at rate p, the mean over seeds: trained as usual, and with modality dropout.");
        report.Table(MissingTable(results, rows));
        report.Figure("mosi-missing-text", Curves(results, "text", notice), "Accuracy against the share of utterances without text, one line per model.",
            "Test accuracy with the text alone removed at rate p, the mean over seeds; audio and video stay.");
        report.Table(OneMissingTable(results, rows));
    }

    private static ReportTable MissingTable(MosiResults results, string[] rows) => new(
        "Test accuracy with each modality removed at rate p (percent; mean ± standard deviation over seeds)",
        [new("Row"), .. MissingCurve.Rates.Select(rate => ReportColumn.Number(Text($"p = {rate:0.0}")))],
        [.. rows.Select(row => new ReportRow([row, .. MissingCurve.Rates.Select(rate => (ReportCell)results.Missing(row, null, rate).Percent)]))],
        [$"A point is the mean over {(results.Recipes.ValueOf("missingDraws") is { } draws ? $"{draws} draws" : "as many draws as MissingDraws of its row says")}, then over the seeds."]);

    private static ReportTable OneMissingTable(MosiResults results, string[] rows) => new(
        "Test accuracy with one modality gone from every utterance (percent; mean ± standard deviation over seeds)",
        [new("Row"), ReportColumn.Number("All there"), .. MosiCorpus.Modalities.Select(source => ReportColumn.Number($"No {source.Name}"))],
        [.. rows.Select(row => new ReportRow(
            [row, results.Missing(row, null, 0).Percent, .. MosiCorpus.Modalities.Select(source => (ReportCell)results.Missing(row, source.Name, 1).Percent)]))]);

    private static byte[] Curves(MosiResults results, string? removed, string? notice)
    {
        LinePanel[] panels =
        [
            Panel("trained as usual", model => model),
            Panel("trained with modality dropout", MosiStudies.WithDropout),
        ];
        return LinePlot.Draw([.. panels.Where(panel => panel.Series.Count > 0)], notice, sameScale: true);

        LinePanel Panel(string title, Func<string, string> row) => new(
            title, $"probability p that {removed ?? "a modality"} is missing", "accuracy (%)", [.. MosiModels.Fusions.Concat(MosiModels.Baselines).Where(model => results.Rows.Contains(row(model))).Select(model => Series(model, row(model)))]);

        // So many lines with error bars would hide each other; the tables have the deviations.
        LineSeries Series(string model, string row) =>
            new(model, MissingCurve.Rates, [.. MissingCurve.Rates.Select(rate => 100 * results.Missing(row, removed, rate).Mean)]);
    }

    private static void Provenance(ReportBuilder report, MosiResults results)
    {
        report.Subsection("How to get the CMU-MOSI figures");
        ProvenanceBlocks.Add(report, [.. results.Environments], results.Recipes);
        report.Details("Every CMU-MOSI run", details => details.Table(new ReportTable(
            "One line per run (percent)", [new("Row"), ReportColumn.Number("Seed"), ReportColumn.Number("Epoch chosen"), ReportColumn.Number("Epochs"),
             ReportColumn.Number("Validation macro-F1"), ReportColumn.Number("Test macro-F1"), ReportColumn.Number("Test Acc-2")],
            [.. results.All.Select(run => new ReportRow(
                run.Scores.Model, Text($"{run.Scores.Seed}"), Text($"{run.Scores.BestEpoch}"), Text($"{run.Scores.Epochs}"), Text($"{100 * run.Scores.Validation[RunScores.MacroF1]:0.0}"),
                Text($"{100 * run.Scores.Test[RunScores.MacroF1]:0.0}"), Text($"{100 * run.Scores.Test[RunScores.Accuracy]:0.0}")))])));
    }

    private static string[] Dropped(MosiResults results) => [.. MosiStudies.Dropout.Variants.Select(variant => variant.Name).Where(results.Rows.Contains)];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
