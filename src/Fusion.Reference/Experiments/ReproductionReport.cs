using System.Globalization;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>OUT/report: written from the run folders alone.</summary>
internal static class ReproductionReport
{
    public const string Folder = "report";

    private const string SyntheticNotice = "SYNTHETIC DATA: these figures show that the program works. They say nothing about emotions and reproduce nothing.";

    /// <summary>Writes the report, or says why there is nothing to report.</summary>
    public static void Write(string output)
    {
        var results = Read(output);
        var report = new ReportBuilder(
            "Adaptive Fusion Techniques for Multimodal Data: reproduction",
            string.Join(", ", results.All.Select(run => $"profile {run.Environment.Profile}, {run.Environment.Device}").Distinct()))
        {
            SyntheticNotice = results.Synthetic ? SyntheticNotice : null,
        };
        ProtocolNotice.Add(report, results);
        Coverage(report, results);
        IemocapReport.Add(report, results);
        report.Write(Path.Combine(output, Folder));
    }

    /// <summary>The main table as lines of text.</summary>
    public static IEnumerable<string> Summary(string output)
    {
        var results = Read(output);
        yield return $"IEMOCAP {ProtocolNotice.TestPart(results.Task.Protocol)}{(results.Synthetic ? ", SYNTHETIC DATA" : "")}: accuracy and macro-F1 in percent";
        foreach (var model in results.Models)
        {
            var (accuracy, f1) = (results.Test(model, IemocapScores.Accuracy), results.Test(model, IemocapScores.MacroF1));
            yield return $"  {model,-20} {accuracy.Percent,12} {f1.Percent,12}   {accuracy.Count} seed{(accuracy.Count == 1 ? "" : "s")}";
        }

        foreach (var entry in ExperimentCatalog.Entries.Where(entry => entry.Missing is not null))
            yield return $"  {entry.Name}: {entry.Missing}";
    }

    private static IemocapResults Read(string output)
    {
        if (!Directory.Exists(output))
            throw new UserErrorException($"--out {output}: expected the output folder of a reproduction, found none");
        var results = IemocapResults.Read(output);
        return results.Models.Count > 0 ? results
            : throw new UserErrorException($"--out {output}: expected a finished run in {IemocapExperiment.Name}/MODEL/seed-N, found {results.Unfinished} unfinished");
    }

    private static void Coverage(ReportBuilder report, IemocapResults results)
    {
        report.Section("What was run");
        report.Table(new ReportTable("Experiments of the paper", [new("Experiment"), new("State"), new("Data")],
            [.. ExperimentCatalog.Entries.Select(entry => new ReportRow(entry.Title, State(entry, results), entry.Source))]));
    }

    private static ReportCell State(ExperimentCatalog.Entry entry, IemocapResults results) =>
        entry.Missing is { } reason ? ReportCell.Muted(reason)
            : string.Create(CultureInfo.InvariantCulture, $"{results.All.Count()} runs finished{(results.Unfinished > 0 ? $", {results.Unfinished} unfinished" : "")}");
}
