using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments;

/// <summary>The IEMOCAP part of the report: Table 3, what stands behind it, and the studies that explain it.</summary>
internal static class IemocapReport
{
    public static void Add(ReportBuilder report, IemocapResults results)
    {
        var notice = results.Synthetic ? "SYNTHETIC DATA" : null;
        if (results.Of(IemocapStudies.Table3) is { Count: > 0 } rows)
            Table3(report, results, rows, notice);
        foreach (var study in IemocapStudies.Every.Where(study => study != IemocapStudies.Table3 && study != IemocapStudies.Search && results.Of(study).Count > 0))
            IemocapStudyReport.Add(report, results, study, notice);
        IemocapSearchReport.Add(report, results, notice);
        Figures(report, results, notice);
        IemocapProvenance.Add(report, results);
    }

    private static void Table3(ReportBuilder report, IemocapResults results, IReadOnlyList<ModelVariant<IemocapRecipe>> rows, string? notice)
    {
        report.Section(IemocapStudies.Table3.Title);
        report.Table(IemocapTable3.Of(results));
        var table = report.LastTable;
        report.Figures(AccuracyFigure.Of("iemocap-accuracy", IemocapTable3.Bars(results), notice));
        report.Subsection("What the paper's rows are");
        report.List(PaperTable3.WhatTheRowsAre);
        report.Subsection("What our rows are");
        report.Definitions([.. rows.Select(row => (row.Name, row.Description))]);
        var budget = results.Recipes(rows.Select(row => row.Name)).HasOneBudget
            ? "Every model has the same budget: the same number of epochs at most, the same patience, the epoch chosen by the same validation metric for all test metrics at once."
            : "The models had different budgets, which \"How to get these figures\" lists; one epoch is chosen on validation for all test metrics at once.";
        report.Paragraph($"{budget} {ProtocolNotice.Selection(results.Task.Protocol)} The recurrent weights of the speech learner never learn, because its sequence has length 1 and starts from a zero state; they are counted as parameters all the same.");
        IemocapSignificance.Add(report, results, table);
        if (rows.Any(row => results.Folds(row.Name).Count > 1))
            report.Table(IemocapTable3.BySession(results));
    }

    private static void Figures(ReportBuilder report, IemocapResults results, string? notice)
    {
        string[] main = [.. results.Of(IemocapStudies.Table3).Select(row => row.Name)];
        if (main.Length == 0)
            return;
        report.Section("Figures");
        report.Figure("iemocap-curves", TrainingCurvesPlot.Draw([.. main.Select(model => Curve(model, results.Runs(model)[0]))], "macro-F1", notice),
            "Training loss and validation macro-F1 over the epochs, one line per model.", "Training curves of the first run of each model. The loss is the cross-entropy alone: the fusion losses differ in scale and would hide it.");
        ReportFigure[] latents = [.. new[] { IemocapModels.Auto, IemocapModels.Gan }.Where(main.Contains).Select(model => Latents(model, results.Runs(model)[0], results.Classes, notice))];
        if (latents.Length > 0)
            report.Figures(latents);
        if (main.Contains(IemocapModels.Gan))
            report.Figures(IemocapGameFigures.Of(results.Runs(IemocapModels.Gan)[0], notice));
        report.Figure("iemocap-parameters", Cost("parameters", model => results.Runs(model)[0].Scores.Parameters), "Macro-F1 against the number of parameters.", "Quality against size.");
        report.Figure("iemocap-time", Cost("ms per training step", results.MillisecondsPerStep), "Macro-F1 against the time of a training step.", "Quality against the cost of a training step.");
        ConfusionBlocks.Add(report, "iemocap-confusion", [.. main.Select(model => (model, results.Confusion(model, results.Classes)))], notice);

        byte[] Cost(string label, Func<string, double> cost) => CostQualityPlot.Draw(label, "macro-F1 (%)",
            [.. main.Select(model => results.Test(model, RunScores.MacroF1) is var score ? new CostPoint(model, cost(model), 100 * score.Mean, 100 * score.Deviation) : null!)], notice);
    }

    private static TrainingCurve Curve(string model, ClassifierRun<RunScores> run) => new(
        model, [.. run.History.Select(record => record.Losses["task"])], [.. run.History.Select(record => record.Validation[RunScores.MacroF1])]);

    private static ReportFigure Latents(string model, ClassifierRun<RunScores> run, IReadOnlyList<string> classNames, string? notice)
    {
        var rows = LatentFile.Read(run.Folder.LatentsFile);
        int[] classes = [.. rows.Select(row => Array.IndexOf([.. classNames], row.Label))];
        var before = new LatentPanel("before fusion", [.. rows.Select(row => (row.EncodedX, row.EncodedY))], classes, "first axis", "second axis");
        var after = new LatentPanel("after fusion", [.. rows.Select(row => (row.FusedX, row.FusedY))], classes, "first axis", "second axis");
        return new ReportFigure(
            $"iemocap-latents-{model}", LatentScatterPlot.Draw(classNames, before, after, notice), $"Test utterances on two principal axes before and after {model}, coloured by emotion.",
            $"The paper's Figure 4 for {model}: test utterances of its first run on the first two principal axes of the concatenated vectors and of the fused one.");
    }
}
