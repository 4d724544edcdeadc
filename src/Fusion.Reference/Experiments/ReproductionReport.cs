using System.Globalization;
using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>OUT/report: written from the run folders alone.</summary>
internal static class ReproductionReport
{
    public const string Folder = "report";

    private const string SyntheticNotice = "SYNTHETIC DATA: these figures show that the program works. They say nothing about emotions, sentiment or translation and reproduce nothing.";

    private sealed record Part(ExperimentCatalog.Entry Entry, IExperimentResults Results);

    /// <summary>Writes the report, or says why there is nothing to report.</summary>
    public static void Write(string output)
    {
        var parts = Read(output);
        var finished = parts.Where(part => part.Results.Finished > 0).ToArray();
        var report = new ReportBuilder(
            "Adaptive Fusion Techniques for Multimodal Data: reproduction",
            string.Join(", ", finished.SelectMany(part => part.Results.Environments).Select(environment => $"profile {environment.Profile}, {environment.Device}").Distinct()))
        {
            SyntheticNotice = finished.Any(part => part.Results.Synthetic) ? SyntheticNotice : null,
        };
        foreach (var part in finished)
            part.Results.Warn(report);
        Coverage(report, parts);
        foreach (var part in finished)
            part.Results.Report(report);
        report.Write(Path.Combine(output, Folder));
    }

    /// <summary>The main tables as lines of text.</summary>
    public static IEnumerable<string> Summary(string output)
    {
        foreach (var line in Read(output).Where(part => part.Results.Finished > 0).SelectMany(part => part.Results.Summary()))
            yield return line;
    }

    private static IReadOnlyList<Part> Read(string output)
    {
        if (!Directory.Exists(output))
            throw new UserErrorException($"--out {output}: expected the output folder of a reproduction, found none");
        Part[] parts = [.. ExperimentCatalog.Entries.Select(entry => new Part(entry, entry.Factory.Results(output)))];
        return parts.Any(part => part.Results.Finished > 0) ? parts
            : throw new UserErrorException($"--out {output}: expected a finished run in {string.Join(" or ", parts.Select(part => $"{part.Entry.Name}/MODEL/seed-N"))}, found {parts.Sum(part => part.Results.Unfinished)} unfinished");
    }

    private static void Coverage(ReportBuilder report, IReadOnlyList<Part> parts)
    {
        report.Section("What was run");
        report.Table(new ReportTable("Experiments", [new("Experiment"), new("State"), new("Data")],
            [.. ExperimentCatalog.Entries.Select(entry => new ReportRow(entry.Title, State(entry, parts), entry.Source))]));
    }

    private static ReportCell State(ExperimentCatalog.Entry entry, IReadOnlyList<Part> parts)
    {
        var results = parts.Single(part => part.Entry == entry).Results;
        return results.Finished + results.Unfinished == 0 ? ReportCell.Muted("not run")
            : string.Create(CultureInfo.InvariantCulture, $"{RunCount.Of(results.Finished)} finished{(results.Unfinished > 0 ? $", {results.Unfinished} unfinished" : "")}");
    }
}
