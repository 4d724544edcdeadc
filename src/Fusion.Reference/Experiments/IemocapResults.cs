using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>What the run folders of an output folder say, row by row of the tables.</summary>
/// <remarks>A seed counts where it was run on every session that the row counts with; a reproduction cut short then compares like with like.</remarks>
internal sealed class IemocapResults : IExperimentResults
{
    private readonly ILookup<string, ClassifierRun<RunScores>> _runs;

    private IemocapResults(IEnumerable<ClassifierRun<RunScores>> runs, int unfinished)
    {
        _runs = runs.OrderBy(run => run.Scores.Seed).ThenBy(Fold).ToLookup(run => run.Scores.Model);
        Unfinished = unfinished;
    }

    public int Finished => All.Count();

    public int Unfinished { get; }

    public IEnumerable<ClassifierRun<RunScores>> All => Models.SelectMany(model => _runs[model]);

    /// <summary>Rows with at least one finished run, in the order of the report.</summary>
    public IReadOnlyList<string> Models => [.. IemocapStudies.Every.SelectMany(study => study.Variants).Select(variant => variant.Name).Distinct().Where(_runs.Contains)];

    public bool Synthetic => All.Any(run => run.Scores.Synthetic);

    public IEnumerable<RunEnvironment> Environments => All.Select(run => run.Environment);

    /// <summary>The task of all runs; throws where they have several.</summary>
    public ProtocolOfRuns Task => OneProtocol.Of([.. All]);

    /// <summary>The recipes of some rows' runs.</summary>
    public RecipesOfRuns Recipes(IEnumerable<string> models) => RecipesOfRuns.Of(
        models.SelectMany(model => _runs[model]).Select(run => (run.Scores.Model, run.Recipe)), IemocapStudies.Variants(ModelStudies.All), "model", "seed", "testSession", "validationSession");

    public IReadOnlyList<string> Classes => ClassScheme.Of(Task.Classes).Names;

    public static IemocapResults Read(string output)
    {
        var folders = RunFolder.All(output, IemocapExperiment.Name);
        ClassifierRun<RunScores>[] runs = [.. folders.Where(folder => folder.IsFinished).Select(folder => new ClassifierRun<RunScores>(folder, PredictionFile.Dialog))];
        return new IemocapResults(runs, folders.Count - runs.Length);
    }

    /// <summary>The session a run was tested on.</summary>
    public static int Fold(ClassifierRun<RunScores> run) => run.Recipe["testSession"]!.GetValue<int>();

    /// <summary>The rows of one table that were run.</summary>
    public IReadOnlyList<ModelVariant<IemocapRecipe>> Of(ModelStudy<IemocapRecipe> study) => [.. study.Variants.Where(variant => _runs.Contains(variant.Name))];

    /// <summary>The runs that count, seed by seed: never none for a row that was run.</summary>
    public IReadOnlyList<ClassifierRun<RunScores>> Runs(string model)
    {
        var folds = Folds(model);
        return [.. _runs[model].Where(run => folds.Contains(Fold(run))).GroupBy(run => run.Scores.Seed).Where(seed => seed.Count() == folds.Count).SelectMany(seed => seed)];
    }

    /// <summary>The sessions a row counts with: those of the seed that was tested on most, the first of several.</summary>
    public IReadOnlyList<int> Folds(string model) =>
        [.. _runs[model].GroupBy(run => run.Scores.Seed).OrderByDescending(seed => seed.Count()).Take(1).SelectMany(seed => seed).Select(Fold).Order()];

    /// <summary>A test metric: the mean over sessions for each seed, then over the seeds.</summary>
    public MeanOverSeeds Test(string model, string metric) => Mean(Runs(model), run => run.Scores.Test[metric]);

    /// <summary>A validation metric at the chosen epoch: the mean over sessions for each seed, then over the seeds.</summary>
    public MeanOverSeeds Validation(string model, string metric) => Mean(Runs(model), run => run.Scores.Validation[metric]);

    /// <summary>A test metric on one session, over the seeds.</summary>
    public MeanOverSeeds Test(string model, string metric, int fold) => Mean(Runs(model).Where(run => Fold(run) == fold), run => run.Scores.Test[metric]);

    /// <summary>Epochs that were trained, over the seeds.</summary>
    public MeanOverSeeds Epochs(string model) => Mean(Runs(model), run => run.Scores.Epochs);

    public double MillisecondsPerStep(string model) => Runs(model).Average(run => run.MillisecondsPerStep);

    /// <summary>Test predictions of all seeds and sessions together.</summary>
    public ConfusionMatrix Confusion(string model, IReadOnlyList<string> classes)
    {
        PredictionFile.Row[] rows = [.. Runs(model).SelectMany(run => run.Predictions)];
        return ConfusionMatrix.Count([.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Predicted)], classes);
    }

    /// <summary>
    /// Compares two rows over the seeds and sessions both have. Dialogues of all sessions are drawn, the same ones for every seed; a score is taken for each
    /// seed over all sessions together, then averaged over the seeds. Null where they share none.
    /// </summary>
    public BootstrapComparison? Compare(string first, string second, Func<ClassificationScores, double> score)
    {
        var pairs = Runs(first).Join(Runs(second), run => (run.Scores.Seed, Fold(run)), run => (run.Scores.Seed, Fold(run)), (a, b) => (First: a, Second: b)).ToArray();
        return SeedComparison.Compare(BySeed(pairs.Select(pair => pair.First)), BySeed(pairs.Select(pair => pair.Second)), Classes, score);
    }

    public IEnumerable<string> Summary()
    {
        yield return $"IEMOCAP {IemocapTable3.TestPart(this, Models)}{(Synthetic ? ", SYNTHETIC DATA" : "")}: accuracy and macro-F1 in percent";
        foreach (var model in Models)
            yield return SummaryLine.Of(model, Test(model, RunScores.Accuracy), Test(model, RunScores.MacroF1));
    }

    public void Warn(ReportBuilder report) => ProtocolNotice.Add(report, this);

    public void Report(ReportBuilder report) => IemocapReport.Add(report, this);

    private static Dictionary<int, IReadOnlyList<PredictionFile.Row>> BySeed(IEnumerable<ClassifierRun<RunScores>> runs) => runs.GroupBy(run => run.Scores.Seed)
        .ToDictionary(seed => seed.Key, IReadOnlyList<PredictionFile.Row> (seed) => [.. seed.SelectMany(run => run.Predictions)]);

    private static MeanOverSeeds Mean(IEnumerable<ClassifierRun<RunScores>> runs, Func<ClassifierRun<RunScores>, double> value) =>
        MeanOverSeeds.Of([.. runs.GroupBy(run => run.Scores.Seed).Select(seed => seed.Average(value))]);
}
