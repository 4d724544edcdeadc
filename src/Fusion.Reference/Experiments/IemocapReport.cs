using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>The IEMOCAP part of the report: Table 3, what stands behind it, and the figures.</summary>
internal static class IemocapReport
{
    /// <summary>What each model is, for the reader of a table.</summary>
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        [IemocapModels.Text] = "words alone: BiLSTM, final states of both directions",
        [IemocapModels.Speech] = "eight speech features alone: two-layer LSTM on a sequence of length 1",
        [IemocapModels.Concat] = "both vectors side by side, then the linear head",
        [IemocapModels.ConcatMatchedAuto] = "concatenation and an MLP with as many parameters as AutoFusion",
        [IemocapModels.ConcatMatchedGan] = "concatenation and an MLP with as many parameters as GANFusion, its discriminators included",
        [IemocapModels.Auto] = "AutoFusion (equation 1)",
        [IemocapModels.Gan] = "GANFusion (equations 2 and 3), all players trained in one step",
    };

    public static void Add(ReportBuilder report, IemocapResults results)
    {
        var notice = results.Synthetic ? "SYNTHETIC DATA" : null;
        report.Section("Table 3: emotion recognition on IEMOCAP");
        report.Table(Table3(results));
        report.Figure("iemocap-accuracy", ComparisonBarsPlot.Draw("accuracy (%)", Bars(results), notice),
            "Bars of the accuracy that the paper prints and of ours, per model.", "Accuracy as printed in the paper and as measured here; bars show one standard deviation over seeds.");
        report.Subsection("What the paper's rows are");
        report.List(PaperTable3.WhatTheRowsAre);
        report.Subsection("What our rows are");
        report.Definitions([.. results.Models.Select(model => (model, Descriptions[model]))]);
        report.Paragraph($"Every model has the same budget: the same number of epochs at most, the same patience, the epoch chosen by the same validation metric for all test metrics at once. {ProtocolNotice.Selection(results.Task.Protocol)} The recurrent weights of the speech learner never learn, because its sequence has length 1 and starts from a zero state; they are counted as parameters all the same.");
        Significance(report, results);
        Figures(report, results, notice);
        Provenance(report, results);
    }

    private static ReportTable Table3(IemocapResults results) => new(
        results.Synthetic ? "The paper's Table 3 as printed on real data, and our models on SYNTHETIC data (percent): not to be compared" : $"The paper's Table 3 as printed, and ours {ProtocolNotice.TestPart(results.Task.Protocol)} (percent; mean ± standard deviation over seeds)",
        [new("Row"), new("Source"), ReportColumn.Number("Macro P"), ReportColumn.Number("Macro R"), ReportColumn.Number("Macro F1"), ReportColumn.Number("Accuracy"),
         ReportColumn.Number("Seeds"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step")],
        [
            ReportRow.Group("One modality"), Paper(PaperTable3.LstmText), Ours(results, IemocapModels.Text), Ours(results, IemocapModels.Speech),
            ReportRow.Group("Both, concatenated"), Paper(PaperTable3.LstmBoth), Ours(results, IemocapModels.Concat),
            Ours(results, IemocapModels.ConcatMatchedAuto), Ours(results, IemocapModels.ConcatMatchedGan),
            ReportRow.Group("Quoted by the paper"), Paper(PaperTable3.Mdre), Paper(PaperTable3.Mha2),
            ReportRow.Group("The paper's fusions"), Paper(PaperTable3.AutoFusion), Ours(results, IemocapModels.Auto), Paper(PaperTable3.GanFusion), Ours(results, IemocapModels.Gan),
        ],
        [
            .. ProtocolNotice.Warnings(results),
            "MDRE and MHA-2 have no row of ours: not reproducible because they read frame-wise speech features, for which the licensed recordings are needed.",
            "Parameters are all trained values. GANFusion's discriminators and complements serve training only.",
            "A step is one batch: forward, backward, clipping and Adam; the mean of each epoch, the median over epochs, the mean over seeds.",
        ]);

    private static ReportRow Paper(PaperTable3.Row row) => new(
        row.Name, ReportCell.Muted("paper"), Printed(row.Precision), Printed(row.Recall), Printed(row.F), Printed(row.Accuracy),
        ReportCell.Muted("not stated"), ReportCell.Muted("–"), ReportCell.Muted("–"));

    private static ReportRow Ours(IemocapResults results, string model)
    {
        if (!results.Models.Contains(model))
            return new ReportRow(model, "ours", ReportCell.Muted("no finished run"), ReportCell.Muted(""), ReportCell.Muted(""), ReportCell.Muted(""), "0", ReportCell.Muted(""), ReportCell.Muted(""));
        var scores = new[] { IemocapScores.MacroPrecision, IemocapScores.MacroRecall, IemocapScores.MacroF1, IemocapScores.Accuracy }.Select(metric => results.Test(model, metric)).ToArray();
        return new ReportRow(
            model, "ours", scores[0].Percent, scores[1].Percent, scores[2].Percent, scores[3].Percent, Text($"{scores[0].Count}"),
            Text($"{Parameters(results, model):N0}"), Text($"{results.MillisecondsPerStep(model):0.0}")) { Emphasis = true };
    }

    private static void Significance(ReportBuilder report, IemocapResults results)
    {
        var comparisons = (from pair in IemocapModels.Pairs
                           from metric in new (string Name, Func<ClassificationScores, double> Score)[] { ("accuracy", scores => scores.Accuracy), ("macro-F1", scores => scores.Macro.F1) }
                           let comparison = results.Compare(pair.Fusion, pair.Matched, metric.Score)
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
                comparison.pair.Fusion, comparison.pair.Matched, comparison.Name, Text($"{100 * comparison.Value.Difference:+0.0;-0.0;0.0}"),
                Text($"{100 * comparison.Value.Low:+0.0;-0.0;0.0} to {100 * comparison.Value.High:+0.0;-0.0;0.0}"), Text($"{p:0.000}")))],
            ["Predictions of all seeds are pooled and whole dialogues are drawn: the interval covers the choice of test dialogues, not the choice of seeds, which the standard deviations in Table 3 show."]));
    }

    private static void Figures(ReportBuilder report, IemocapResults results, string? notice)
    {
        report.Section("Figures");
        report.Figure("iemocap-curves", TrainingCurvesPlot.Draw([.. results.Models.Select(model => Curve(model, results.Runs(model)[0]))], "macro-F1", notice),
            "Training loss and validation macro-F1 over the epochs, one line per model.", "Training curves of the first seed. The loss is the cross-entropy alone: the fusion losses differ in scale and would hide it.");
        ReportFigure[] latents = [.. new[] { IemocapModels.Auto, IemocapModels.Gan }.Where(results.Models.Contains).Select(model => Latents(model, results.Runs(model)[0], results.Classes, notice))];
        if (latents.Length > 0)
            report.Figures(latents);
        report.Figure("iemocap-parameters", Cost("parameters", model => Parameters(results, model)), "Macro-F1 against the number of parameters.", "Quality against size.");
        report.Figure("iemocap-time", Cost("ms per training step", results.MillisecondsPerStep), "Macro-F1 against the time of a training step.", "Quality against the cost of a training step.");
        report.Figures([.. results.Models.Select(model => new ReportFigure(
            $"iemocap-confusion-{model}", ConfusionMatrixPlot.Draw(model, results.Confusion(model, results.Classes), notice),
            $"Confusion matrix of {model}.", $"Confusion matrix of {model}, all seeds together."))]);

        byte[] Cost(string label, Func<string, double> cost) => CostQualityPlot.Draw(label, "macro-F1 (%)",
            [.. results.Models.Select(model => results.Test(model, IemocapScores.MacroF1) is var score ? new CostPoint(model, cost(model), 100 * score.Mean, 100 * score.Deviation) : null!)], notice);
    }

    private static void Provenance(ReportBuilder report, IemocapResults results)
    {
        var run = results.All.First();
        report.Section("How to get these figures");
        report.Paragraph("Run these commands in the repository; the report alone is rewritten by the command \"report\".");
        report.Code(string.Join('\n', results.All.Select(finished => $"dotnet run -c Release --project src/Fusion.Reference -- {finished.Environment.Command}").Distinct()));
        report.Definitions([.. results.All.Select(finished => finished.Environment).DistinctBy(environment => environment with { Command = "" }).SelectMany(Describe)]);
        report.Details("Recipe", details => details.Definitions(
            [.. run.Recipe.Where(item => item.Key is not ("model" or "seed")).Select(item => (item.Key, item.Value?.ToJsonString(RunJson.Line) ?? "null"))]));
        report.Details("Every run", details => details.Table(new ReportTable(
            "One row per run (percent)", [new("Model"), ReportColumn.Number("Seed"), ReportColumn.Number("Epoch chosen"), ReportColumn.Number("Epochs"),
             ReportColumn.Number("Validation macro-F1"), ReportColumn.Number("Test macro-F1"), ReportColumn.Number("Test 2PR/(P+R)"), ReportColumn.Number("Test accuracy")],
            [.. results.All.Select(each => new ReportRow(
                each.Scores.Model, Text($"{each.Scores.Seed}"), Text($"{each.Scores.BestEpoch}"), Text($"{each.Scores.Epochs}"), Text($"{100 * each.Scores.Validation[IemocapScores.MacroF1]:0.0}"),
                Text($"{100 * each.Scores.Test[IemocapScores.MacroF1]:0.0}"), Text($"{100 * each.Scores.Test[IemocapScores.HarmonicF]:0.0}"), Text($"{100 * each.Scores.Test[IemocapScores.Accuracy]:0.0}")))])));
    }

    private static IEnumerable<(string Term, string Definition)> Describe(RunEnvironment environment) =>
    [
        ("Device", environment.Device), ("Threads", Text($"{environment.Threads} of {environment.Processors} processors")), ("System", environment.System),
        ("Runtime", environment.Runtime), ("TorchSharp", environment.TorchSharp),
    ];

    private static IReadOnlyList<ComparisonBar> Bars(IemocapResults results)
    {
        // A bar of the paper beside one from generated data would invite a comparison that means nothing.
        if (results.Synthetic)
            return [.. results.Models.Select(model => Bar(model, null, model))];
        var printed = PaperTable3.Rows.Select(row => row.Ours is { } model && results.Models.Contains(model)
            ? Bar($"{row.Name} / {model}", row.Accuracy, model) : new ComparisonBar(row.Name, row.Accuracy, null));
        var others = results.Models.Except(PaperTable3.Rows.Select(row => row.Ours)).Select(model => Bar(model!, null, model!));
        return [.. printed, .. others];

        ComparisonBar Bar(string name, double? paper, string model)
        {
            var accuracy = results.Test(model, IemocapScores.Accuracy);
            return new ComparisonBar(name, paper, 100 * accuracy.Mean, 100 * accuracy.Deviation);
        }
    }

    private static TrainingCurve Curve(string model, FinishedRun run) => new(
        model, [.. run.History.Select(record => record.Losses["task"])], [.. run.History.Select(record => record.Validation[IemocapScores.MacroF1])]);

    private static ReportFigure Latents(string model, FinishedRun run, IReadOnlyList<string> classNames, string? notice)
    {
        int[] classes = [.. run.Latents.Select(row => Array.IndexOf([.. classNames], row.Label))];
        var before = new LatentPanel("before fusion", [.. run.Latents.Select(row => (row.EncodedX, row.EncodedY))], classes, "first axis", "second axis");
        var after = new LatentPanel("after fusion", [.. run.Latents.Select(row => (row.FusedX, row.FusedY))], classes, "first axis", "second axis");
        return new ReportFigure(
            $"iemocap-latents-{model}", LatentScatterPlot.Draw(classNames, before, after, notice), $"Test utterances on two principal axes before and after {model}, coloured by emotion.",
            $"The paper's Figure 4 for {model}: test utterances on the first two principal axes of the concatenated vectors and of the fused one.");
    }

    private static long Parameters(IemocapResults results, string model) => results.Runs(model)[0].Scores.Parameters;

    private static ReportCell Printed(double? value) => value is { } number ? Text($"{number:0.0}") : ReportCell.Muted("–");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
