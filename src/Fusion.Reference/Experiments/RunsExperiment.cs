using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Layers.Interop;
using Fusion.Reference.Training;
using TorchSharp;

namespace Fusion.Reference.Experiments;

/// <summary>An experiment of many training runs, each in a folder of its own, several at a time.</summary>
/// <typeparam name="TRun">One run.</typeparam>
/// <param name="name">Name of the experiment and of its folder.</param>
/// <param name="context">What all experiments share.</param>
/// <param name="runs">The runs in order.</param>
/// <param name="epochs">Most epochs of a run.</param>
internal abstract class RunsExperiment<TRun>(string name, ExperimentContext context, IReadOnlyList<TRun> runs, int epochs) : IExperiment
{
    private const string SyntheticKey = "synthetic";

    private readonly RunProgress _progress = new(context.Progress, runs.Count, epochs);

    protected ExperimentContext Context => context;

    /// <summary>The test metrics that end a run's line.</summary>
    protected abstract IReadOnlyList<ShownMetric> TestMetrics(TRun run);

    /// <summary>The validation metric in an epoch's line.</summary>
    protected abstract ShownMetric ValidationMetric { get; }

    /// <summary>What is read, for the line that starts the experiment.</summary>
    protected abstract string Description { get; }

    /// <summary>What keys of a recipe stand for that older versions did not write to recipe.json: their runs can be continued.</summary>
    protected virtual JsonObject Defaults { get; } = [];

    /// <summary>What a run's speed is counted in, such as "target words".</summary>
    protected virtual string TokenName(TRun run) => "tokens";

    public virtual void Check()
    {
        CheckKindOfData();
        foreach (var run in runs)
            FolderOf(run).Check(Describe(run), context.Resume, Defaults);
    }

    public void Run()
    {
        context.Progress.Line(string.Create(CultureInfo.InvariantCulture, $"{name}{Description}, {RunCount.Of(runs.Count)}, {Math.Min(context.Jobs, runs.Count)} at a time"));
        _progress.Start(name, runs.Select(FolderOf).ToDictionary(Title, EpochsOf));
        new ParallelRuns(context.Jobs, context.Threads).Each(runs, Complete, context.Cancellation);
        _progress.Done();
    }

    protected abstract RunFolder FolderOf(TRun run);

    /// <summary>Everything its scores depend on: recipe.json.</summary>
    protected abstract JsonObject Describe(TRun run);

    /// <summary>Trains and tests a run, and writes its scores last of all.</summary>
    protected abstract RunScores Complete(TRun run, RunFolder folder, Action<EpochRecord> report, CancellationToken cancellation);

    /// <summary>A recipe.json: what identifies the run, then every key of the recipe.</summary>
    protected JsonObject Describe<TRecipe>(string model, int seed, bool synthetic, string fingerprint, TRecipe recipe)
    {
        var description = new JsonObject { ["experiment"] = name, ["model"] = model, ["seed"] = seed, [SyntheticKey] = synthetic, ["data"] = fingerprint };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(recipe, RunJson.Line)!.AsObject())
            description.Add(key, value?.DeepClone());
        return description;
    }

    /// <summary>Ends a run: the chosen weights in place of the last checkpoint, and its scores, which say that it is finished.</summary>
    protected static TScores Finish<TScores>(RunFolder folder, torch.nn.Module model, TScores scores)
        where TScores : RunScores
    {
        // Before the scores: a run that has those can be read. After a kill between the two the trainer finds that nothing is left to train.
        Safetensors.save(model, folder.CheckpointFile);
        AtomicFile.WriteText(folder.ScoresFile, JsonSerializer.Serialize(scores, RunJson.Indented) + "\n");
        return scores;
    }

    // The report sets the runs of a folder beside each other.
    private void CheckKindOfData()
    {
        var synthetic = IsSynthetic(Describe(runs[0]));
        foreach (var folder in RunFolder.All(context.Output, name).Where(folder => IsSynthetic(folder.ReadRecipe()) != synthetic))
            throw new UserErrorException($"{folder.Path}: expected a run on {Kind(synthetic)} data, found one on {Kind(!synthetic)} data; choose another folder with --out");
    }

    private static bool IsSynthetic(JsonObject recipe) => recipe[SyntheticKey] is JsonValue value && value.TryGetValue<bool>(out var synthetic) && synthetic;

    private static string Kind(bool synthetic) => synthetic ? "generated" : "real";

    private void Complete(TRun run, CancellationToken cancellation)
    {
        var folder = FolderOf(run);
        var title = Title(folder);
        if (folder.IsFinished)
        {
            _progress.Kept(title);
            return;
        }

        folder.Open(Describe(run), context.Resume, Defaults);
        using var running = folder.Lock();
        RunEnvironment.Write(folder, context);
        var scores = Complete(run, folder, record => _progress.Epoch(title, record.Epoch, Status(run, record)), cancellation);
        _progress.Finished(title, $"test {string.Join(", ", TestMetrics(run).Select(metric => metric.Of(scores.Test)))} (epoch {scores.BestEpoch} of {scores.Epochs})");
    }

    private string Title(RunFolder folder) => Path.GetRelativePath(context.Output, folder.Path).Replace(Path.DirectorySeparatorChar, '/');

    private int EpochsOf(RunFolder folder) => folder.IsFinished ? epochs : HistoryFile.Read(folder.HistoryFile).Count;

    private string Status(TRun run, EpochRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {record.Epoch}, loss {record.Losses["total"]:0.000}, validation {ValidationMetric.Of(record.Validation)}{(record.TokensPerSecond is { } speed ? $", {speed:N0} {TokenName(run)}/s" : "")}");
}
