using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>IEMOCAP's part of the report.</summary>
internal sealed class IemocapContribution(IemocapResults results) : IExperimentResults
{
    public int Finished => results.All.Count();

    public int Unfinished => results.Unfinished;

    public bool Synthetic => results.Synthetic;

    public IEnumerable<RunEnvironment> Environments => results.All.Select(run => run.Environment);

    public IEnumerable<string> Summary()
    {
        yield return $"IEMOCAP {IemocapTable3.TestPart(results)}{(Synthetic ? ", SYNTHETIC DATA" : "")}: accuracy and macro-F1 in percent";
        foreach (var model in results.Models)
            yield return SummaryLine.Of(model, results.Test(model, RunScores.Accuracy), results.Test(model, RunScores.MacroF1));
    }

    public void Warn(ReportBuilder report) => ProtocolNotice.Add(report, results);

    public void Report(ReportBuilder report) => IemocapReport.Add(report, results);
}
