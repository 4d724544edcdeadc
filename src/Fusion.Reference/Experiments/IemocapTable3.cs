using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments;

/// <summary>Table 3: the paper's rows as printed and ours beside them.</summary>
internal static class IemocapTable3
{
    private static readonly IReadOnlyList<ReportColumn> Columns =
    [
        new("Row"), new("Source"), ReportColumn.Number("Macro P"), ReportColumn.Number("Macro R"), ReportColumn.Number("Macro F1"), ReportColumn.Number("Accuracy"),
        ReportColumn.Number("Seeds"), ReportColumn.Number("Epochs"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step"),
    ];

    public static ReportTable Of(IemocapResults results) => new(
        results.Synthetic ? "The paper's Table 3 as printed on real data, and our models on SYNTHETIC data (percent): not to be compared" : Caption(results),
        Columns,
        [
            ReportRow.Group("One modality"), Paper(PaperTable3.LstmText), Ours(results, IemocapModels.Text), Ours(results, IemocapModels.Speech),
            ReportRow.Group("Both, concatenated"), Paper(PaperTable3.LstmBoth), Ours(results, IemocapModels.Concat), Ours(results, IemocapModels.ConcatMatched),
            ReportRow.Group("Quoted by the paper"), Paper(PaperTable3.Mdre), .. Built(results, IemocapModels.Mdre), Paper(PaperTable3.Mha2), .. Built(results, IemocapModels.Mha2),
            ReportRow.Group("The paper's fusions"), Paper(PaperTable3.AutoFusion), Ours(results, IemocapModels.Auto), Paper(PaperTable3.GanFusion), Ours(results, IemocapModels.Gan),
        ],
        [
            .. ProtocolNotice.Warnings(results),
            .. Fewer(results, Shown(results)) is { Count: > 0 } fewer ? new[] { $"Means over fewer sessions: {string.Join("; ", fewer)}." } : [],
            "MDRE and MHA-2 read speech frame by frame, for which the licensed recordings are needed; on prepared features ours read eight values for an utterance. Rows of ours come with --models baselines.",
            "Parameters are all trained values. GANFusion's discriminators and complements serve training only.",
            Text($"The paper gives its classifier with GAN-Fusion about 6 million parameters and no more about them; the largest here has {Shown(results).Max(model => results.Runs(model)[0].Scores.Parameters):N0}."),
            "Epochs are those trained, patience included; the chosen ones are under \"Every run\".",
            "A step is one batch: forward, backward, clipping and Adam; the mean of each epoch, the median over epochs, the mean over runs, with as many runs side by side as \"How to get these figures\" says.",
        ]);

    /// <summary>Accuracy on each session, where each had its turn; a reproduction cut short lacks some for some models.</summary>
    public static ReportTable BySession(IemocapResults results)
    {
        string[] models = [.. results.Of(IemocapStudies.Table3).Select(row => row.Name)];
        var sessions = Sessions(results, models);
        return new ReportTable(
            "Accuracy by test session (percent; mean ± standard deviation over seeds)",
            [new("Model"), .. sessions.Select(session => ReportColumn.Number(Text($"Session {session}"))), ReportColumn.Number("Mean")],
            [.. models.Select(model => new ReportRow(
                [model, .. sessions.Select(session => OnSession(results, model, session)), results.Test(model, RunScores.Accuracy).Percent]))]);
    }

    public static IReadOnlyList<ComparisonBar> Bars(IemocapResults results)
    {
        string[] models = [.. results.Of(IemocapStudies.Table3).Select(row => row.Name)];
        // A bar of the paper beside one from generated data would invite a comparison that means nothing.
        if (results.Synthetic)
            return [.. models.Select(model => Bar(model, null, model))];
        var printed = PaperTable3.Rows.Select(row => row.Ours is { } model && models.Contains(model)
            ? Bar($"{row.Name} / {model}", row.Accuracy, model) : new ComparisonBar(row.Name, row.Accuracy, null));
        var others = models.Except(PaperTable3.Rows.Select(row => row.Ours)).Select(model => Bar(model!, null, model!));
        return [.. printed, .. others];

        ComparisonBar Bar(string name, double? paper, string model)
        {
            var accuracy = results.Test(model, RunScores.Accuracy);
            return new ComparisonBar(name, paper, 100 * accuracy.Mean, 100 * accuracy.Deviation);
        }
    }

    private static string Caption(IemocapResults results) =>
        $"The paper's Table 3 as printed, and ours {TestPart(results, Shown(results))} (percent; mean ± standard deviation over seeds)";

    /// <summary>What the scores of some rows are for.</summary>
    public static string TestPart(IemocapResults results, IReadOnlyList<string> models)
    {
        var sessions = Sessions(results, models).Count;
        return sessions > 1 ? Text($"as the mean over {(Fewer(results, models).Count > 0 ? "up to " : "")}{sessions} held-out sessions") : ProtocolNotice.TestPart(results.Task.Protocol);
    }

    // Our rows of the table.
    private static IReadOnlyList<string> Shown(IemocapResults results) =>
        [.. IemocapStudies.Table3.Variants.Select(row => row.Name).Concat([IemocapModels.Mdre, IemocapModels.Mha2]).Where(results.Models.Contains)];

    private static IReadOnlyList<int> Sessions(IemocapResults results, IEnumerable<string> models) => [.. models.SelectMany(results.Folds).Distinct().Order()];

    // Rows that were not tested on every session that some row was, and the sessions that they were tested on.
    private static IReadOnlyList<string> Fewer(IemocapResults results, IReadOnlyList<string> models)
    {
        var sessions = Sessions(results, models).Count;
        return [.. models.Where(model => results.Folds(model).Count < sessions).Select(model => $"{model} ({string.Join(", ", results.Folds(model))})")];
    }

    private static ReportCell OnSession(IemocapResults results, string model, int session) =>
        results.Folds(model).Contains(session) ? results.Test(model, RunScores.Accuracy, session).Percent : ReportCell.Muted("–");

    private static ReportRow Paper(PaperTable3.Row row) => new(
        row.Name, ReportCell.Muted("paper"), Printed(row.Precision), Printed(row.Recall), Printed(row.F), Printed(row.Accuracy),
        ReportCell.Muted("not stated"), ReportCell.Muted("–"), ReportCell.Muted("–"), ReportCell.Muted("–"));

    // Not among the six models of the table: a row only where it was asked for.
    private static IEnumerable<ReportRow> Built(IemocapResults results, string model) => results.Models.Contains(model) ? [Ours(results, model)] : [];

    private static ReportRow Ours(IemocapResults results, string model)
    {
        if (!results.Models.Contains(model))
            return new ReportRow([model, "ours", ReportCell.Muted("no finished run", Columns.Count - 2)]);
        var scores = new[] { RunScores.MacroPrecision, RunScores.MacroRecall, RunScores.MacroF1, RunScores.Accuracy }.Select(metric => results.Test(model, metric)).ToArray();
        return new ReportRow(
            model, "ours", scores[0].Percent, scores[1].Percent, scores[2].Percent, scores[3].Percent, Text($"{scores[0].Count}"), Text($"{results.Epochs(model).Mean:0.0}"),
            Text($"{results.Runs(model)[0].Scores.Parameters:N0}"), Text($"{results.MillisecondsPerStep(model):0.0}")) { Emphasis = true };
    }

    private static ReportCell Printed(double? value) => value is { } number ? Text($"{number:0.0}") : ReportCell.Muted("–");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
