using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>What the run folders of an output folder say, row by row of the tables.</summary>
internal sealed class MosiResults : IExperimentResults
{
    private readonly ILookup<string, ClassifierRun<MosiScores>> _runs;

    private MosiResults(IEnumerable<ClassifierRun<MosiScores>> runs, int unfinished)
    {
        _runs = runs.OrderBy(run => run.Scores.Seed).ToLookup(run => run.Scores.Model);
        Unfinished = unfinished;
    }

    public int Finished => All.Count();

    public int Unfinished { get; }

    public bool Synthetic => All.Any(run => run.Scores.Synthetic);

    public IEnumerable<RunEnvironment> Environments => All.Select(run => run.Environment);

    public IEnumerable<ClassifierRun<MosiScores>> All => Rows.SelectMany(row => _runs[row]);

    /// <summary>The recipes of all runs.</summary>
    public RecipesOfRuns Recipes => RecipesOfRuns.Of(All.Select(run => (run.Scores.Model, run.Recipe)), MosiStudies.Variants, "model", "seed");

    /// <summary>Rows with at least one finished run, in the order of the report.</summary>
    public IReadOnlyList<string> Rows => [.. MosiStudies.Variants.Select(variant => variant.Name).Where(_runs.Contains)];

    public static MosiResults Read(string output)
    {
        var folders = RunFolder.All(output, MosiExperiment.Name);
        ClassifierRun<MosiScores>[] runs = [.. folders.Where(folder => folder.IsFinished).Select(folder => new ClassifierRun<MosiScores>(folder, MosiExperiment.Group))];
        return new MosiResults(runs, folders.Count - runs.Length);
    }

    public IReadOnlyList<ClassifierRun<MosiScores>> Runs(string row) => [.. _runs[row]];

    /// <summary>A test metric over the seeds.</summary>
    public MeanOverSeeds Test(string row, string metric) => MeanOverSeeds.Of([.. _runs[row].Select(run => run.Scores.Test[metric])]);

    /// <summary>The accuracy of a test with incomplete rows, over the seeds.</summary>
    public MeanOverSeeds Missing(string row, string? removed, double rate) => MeanOverSeeds.Of(
        [.. _runs[row].Select(run => run.Scores.Missing.Single(point => point.Removed == removed && point.Rate == rate).Accuracy)]);

    public double MillisecondsPerStep(string row) => _runs[row].Average(run => run.MillisecondsPerStep);

    /// <summary>Compares two rows over the seeds both have; whole videos are drawn.</summary>
    public BootstrapComparison? Compare(string first, string second, Func<ClassificationScores, double> score) =>
        SeedComparison.Compare(Predictions(first), Predictions(second), MosiCorpus.ClassNames, score);

    public IEnumerable<string> Summary()
    {
        yield return $"CMU-MOSI, test videos{(Synthetic ? ", SYNTHETIC DATA" : "")}: accuracy and macro-F1 in percent";
        foreach (var row in Rows)
            yield return SummaryLine.Of(row, Test(row, RunScores.Accuracy), Test(row, RunScores.MacroF1));
    }

    public void Report(ReportBuilder report) => MosiReport.Add(report, this);

    private Dictionary<int, IReadOnlyList<PredictionFile.Row>> Predictions(string row) => _runs[row].ToDictionary(run => run.Scores.Seed, run => run.Predictions);
}
