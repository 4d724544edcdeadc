using Fusion.Reference.Metrics;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>What the run folders of an output folder say, model by model.</summary>
internal sealed class IemocapResults
{
    private readonly ILookup<string, FinishedRun> _runs;

    private IemocapResults(IEnumerable<FinishedRun> runs, int unfinished)
    {
        _runs = runs.OrderBy(run => run.Scores.Seed).ToLookup(run => run.Scores.Model);
        Unfinished = unfinished;
    }

    /// <summary>Runs that were begun and have no scores yet.</summary>
    public int Unfinished { get; }

    public IEnumerable<FinishedRun> All => Models.SelectMany(model => _runs[model]);

    /// <summary>Models with at least one finished run, in the order of the report.</summary>
    public IReadOnlyList<string> Models => [.. IemocapModels.Names.Where(_runs.Contains)];

    public bool Synthetic => All.Any(run => run.Scores.Synthetic);

    public static IemocapResults Read(string output)
    {
        var folders = RunFolder.All(output, IemocapExperiment.Name);
        FinishedRun[] runs = [.. folders.Where(folder => folder.IsFinished).Select(FinishedRun.Read)];
        return new IemocapResults(runs, folders.Count - runs.Length);
    }

    public IReadOnlyList<FinishedRun> Runs(string model) => [.. _runs[model]];

    /// <summary>A test metric over the seeds.</summary>
    public MeanOverSeeds Test(string model, string metric) => MeanOverSeeds.Of([.. _runs[model].Select(run => run.Scores.Test[metric])]);

    public double MillisecondsPerStep(string model) => _runs[model].Average(run => run.MillisecondsPerStep);

    /// <summary>Test predictions of all seeds together.</summary>
    public ConfusionMatrix Confusion(string model, IReadOnlyList<string> classes)
    {
        PredictionFile.Row[] rows = [.. _runs[model].SelectMany(run => run.Predictions)];
        return ConfusionMatrix.Count([.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Predicted)], classes);
    }

    /// <summary>Compares two models over the seeds both have: dialogues are drawn, the seeds of a dialogue stay together. Null where they share no seed.</summary>
    public BootstrapComparison? Compare(string first, string second, Func<ClassificationScores, double> score)
    {
        var pairs = _runs[first].Join(_runs[second], run => run.Scores.Seed, run => run.Scores.Seed, (a, b) => (First: a, Second: b)).ToArray();
        if (pairs.Length == 0)
            return null;
        foreach (var (a, b) in pairs)
        {
            if (!a.Predictions.Select(row => row.Id).SequenceEqual(b.Predictions.Select(row => row.Id)))
                throw new UserErrorException($"{first} and {second}, seed {a.Scores.Seed}: expected predictions for the same utterances in the same order");
        }

        PredictionFile.Row[] rows = [.. pairs.SelectMany(pair => pair.First.Predictions)];
        return PairedBootstrap.Classification(
            [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Predicted)], [.. pairs.SelectMany(pair => pair.Second.Predictions).Select(row => row.Predicted)],
            [.. rows.Select(row => row.Group)], score, seed: 1);
    }
}
