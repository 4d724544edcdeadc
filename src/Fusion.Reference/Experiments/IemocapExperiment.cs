using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Table 3: emotion recognition on IEMOCAP, every model with every seed, on one session or on each in turn.</summary>
internal sealed class IemocapExperiment : ClassifierExperiment<IemocapRun>
{
    public const string Name = "iemocap";

    private static readonly IReadOnlyList<string> DataFiles =
        [IemocapCorpus.TableFile, IemocapCorpus.AudioFile, IemocapCorpus.LabelFile, IemocapCorpus.VectorsFile, IemocapCorpus.VectorWordsFile];

    private readonly IemocapCorpus _corpus;
    private readonly IemocapRecipe _recipe;
    private readonly IReadOnlyList<IemocapRun> _runs;
    private readonly string _fingerprint;

    private IemocapExperiment(ExperimentContext context, IemocapRecipe recipe, IemocapCorpus corpus, IReadOnlyList<IemocapRun> runs)
        : base(Name, context, runs, recipe.Epochs)
    {
        (_corpus, _recipe, _runs) = (corpus, recipe, runs);
        _fingerprint = FingerprintOf(corpus, recipe);
    }

    protected override string Description => $"{(_corpus.Synthetic ? " (SYNTHETIC)" : "")}: {_corpus.In(ClassScheme.Of(_recipe.Classes)).Count} utterances";

    /// <summary>Reads the data; nothing is trained, and nothing written but what was measured of recordings.</summary>
    /// <param name="context">What all experiments share.</param>
    /// <param name="recipe">See <see cref="IemocapPlan.RecipeOf"/>.</param>
    /// <param name="directory">Folder of the corpus.</param>
    public static IemocapExperiment Load(ExperimentContext context, IemocapRecipe recipe, string directory)
    {
        var planned = IemocapPlan.Of(context);
        var corpus = IemocapCorpus.Load(directory, new IemocapLoading
        {
            Cache = CacheIn(context.Output), Progress = context.Progress, Cancellation = context.Cancellation,
            Frames = planned.Any(run => ReadsFrames(run, recipe)),
        });
        return new IemocapExperiment(context, recipe, corpus, IemocapPlan.Possible(planned, recipe, corpus, context));
    }

    /// <summary>What tells the data of a run from others. Word vectors and lists count beside a release too.</summary>
    public static string FingerprintOf(IemocapCorpus corpus, IemocapRecipe recipe) =>
        $"{corpus.Fingerprint} {Fingerprint.OfFiles(FilesOf(recipe).Select(name => Path.Combine(corpus.Folder, name)).Where(File.Exists))}".TrimStart();

    /// <summary>Where an output folder keeps what was measured of recordings.</summary>
    public static string CacheIn(string output) => Path.Combine(output, "cache", "iemocap-audio.bin");

    public override void Check()
    {
        // Every split once: a missing session is found before hours of training.
        foreach (var run in _runs.DistinctBy(run => run.Fold))
            _ = new IemocapData(_corpus, run.Recipe(_recipe));
        OneProtocol.Check(Context.Output, _recipe, inTurn: Context.Profile == Profile.Full);
        base.Check();
    }

    protected override RunFolder FolderOf(IemocapRun run) => run.In(Context.Output);

    protected override JsonObject Describe(IemocapRun run) => Describe(run.Variant.Name, run.Seed, _corpus.Synthetic, _fingerprint, run.Recipe(_recipe));

    protected override RunScores Complete(IemocapRun run, RunFolder folder, Action<EpochRecord> report, CancellationToken cancellation)
    {
        var recipe = run.Recipe(_recipe);
        var data = new IemocapData(_corpus, recipe, ReadsFrames(run, _recipe));
        data.Inputs.Save(folder.InputsFile);
        using var model = IemocapModels.Build(run.Variant.Model, recipe, data, run.Seed, Context.Device);
        var task = new IemocapTask(data, model, run.Seed, Context.Device, recipe.Schedule);
        var result = new Trainer<IemocapBatch>(task, Options(recipe, run.Seed), folder, report).Run(cancellation);

        var predictions = task.Predict(data.Test);
        PredictionFile.Write(folder.PredictionsFile, data.Classes, data.Test, predictions);
        LatentFile.Write(folder.LatentsFile, data.Classes, data.Test, predictions);
        var scores = new RunScores(
            run.Variant.Name, run.Seed, _corpus.Synthetic, model.ParameterCount, result.Epochs, result.BestEpoch,
            new Dictionary<string, int>
            {
                ["train"] = data.Train.Count, ["validation"] = data.Validation.Count, ["test"] = data.Test.Count,
                [ProtocolNotice.SharedUtterances] = data.SharedUtterances, [ProtocolNotice.SharedTestRows] = data.SharedTestRows,
            },
            task.Validate(), RunScores.Metrics(RunScores.Of(data.Classes, data.Test, predictions)));
        return Finish(folder, model, scores);
    }

    private static bool ReadsFrames(IemocapRun run, IemocapRecipe recipe) => IemocapModels.ReadsFrames(run.Variant.Model, run.Recipe(recipe));

    // The authors' lists count only where they are read: adding them to a folder leaves other runs resumable.
    private static IEnumerable<string> FilesOf(IemocapRecipe recipe) =>
        recipe.Protocol == Protocol.Authors ? [.. DataFiles, AuthorsSplit.TrainFile, AuthorsSplit.TestFile] : DataFiles;

    private static TrainingOptions Options(IemocapRecipe recipe, int seed) => new(
        seed, recipe.Epochs, recipe.Patience, recipe.LearningRate, recipe.ClipNorm, recipe.TaskWeight, recipe.FusionWeight,
        JsonNamingPolicy.CamelCase.ConvertName(recipe.Selection.ToString())) { LearningRateDecay = recipe.LearningRateDecay };
}
