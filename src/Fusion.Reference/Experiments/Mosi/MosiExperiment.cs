using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>A check outside the paper: sentiment on CMU-MOSI, the fusions on three real modalities, whole and with some of them missing.</summary>
internal sealed class MosiExperiment : ClassifierExperiment<MosiRun>
{
    public const string Name = "mosi";

    /// <summary>Column of the group in predictions.tsv.</summary>
    public const string Group = "video";

    private readonly MosiRecipe _recipe;
    private readonly MosiCorpus _corpus;
    private readonly MosiData _data;
    private readonly string _fingerprint;

    /// <summary>Reads the data; nothing is trained or written.</summary>
    /// <param name="context">What all experiments share.</param>
    /// <param name="recipe">See <see cref="RecipeOf"/>.</param>
    /// <param name="directory">Folder of the corpus.</param>
    public MosiExperiment(ExperimentContext context, MosiRecipe recipe, string directory)
        : base(Name, context, Plan(context), recipe.Epochs)
    {
        _recipe = recipe;
        _corpus = MosiCorpus.Load(directory);
        _data = new MosiData(_corpus);
        _fingerprint = FingerprintOf(directory);
    }

    protected override string Description => $"{(_corpus.Synthetic ? " (SYNTHETIC)" : "")}: {_corpus.Count} utterances";

    /// <summary>The profile's recipe with the user's settings; throws where they make no sense.</summary>
    public static MosiRecipe RecipeOf(ExperimentContext context) => RecipeSettings.Apply(MosiRecipe.For(context.Profile), context.Settings).Validated();

    /// <summary>What tells the data of a run from others.</summary>
    public static string FingerprintOf(string directory) => Fingerprint.OfFiles(MosiCorpus.Files.Select(name => Path.Combine(directory, name)));

    protected override RunFolder FolderOf(MosiRun run) => RunFolder.In(Context.Output, Name, run.Variant.Name, run.Seed);

    protected override JsonObject Describe(MosiRun run) => Describe(run.Variant.Name, run.Seed, _corpus.Synthetic, _fingerprint, run.Variant.Apply(_recipe));

    protected override RunScores Complete(MosiRun run, RunFolder folder, Action<EpochRecord> report, CancellationToken cancellation)
    {
        var recipe = run.Variant.Apply(_recipe);
        using var model = MosiModels.Build(run.Variant.Model, recipe, run.Seed, Context.Device);
        var task = new MosiTask(_data, model, recipe, run.Seed, Context.Device);
        var result = new Trainer<MosiBatch>(task, Options(recipe, run.Seed), folder, report).Run(cancellation);

        var predictions = task.Test();
        PredictionFile.Write(folder.PredictionsFile, _data.Classes, _data.Test, predictions, Group);
        var scores = new MosiScores(
            run.Variant.Name, run.Seed, _corpus.Synthetic, model.ParameterCount, result.Epochs, result.BestEpoch,
            new Dictionary<string, int> { ["train"] = _data.Train.Count, ["validation"] = _data.Validation.Count, ["test"] = _data.Test.Count },
            task.Validate(), RunScores.Metrics(RunScores.Of(_data.Classes, _data.Test, predictions)),
            model.Fusion is null ? [] : MissingCurve.Measure(task, _data, recipe.MissingDraws, run.Seed));
        return Finish(folder, model, scores);
    }

    // Seeds outside, so that an experiment cut short has every model at the seeds it reached.
    private static IReadOnlyList<MosiRun> Plan(ExperimentContext context) =>
        [.. from seed in Enumerable.Range(1, context.Seeds) from variant in MosiStudies.Named(context.Models) select new MosiRun(variant, seed)];

    private static TrainingOptions Options(MosiRecipe recipe, int seed) => new(
        seed, recipe.Epochs, recipe.Patience, recipe.LearningRate, recipe.ClipNorm, recipe.TaskWeight, recipe.FusionWeight,
        JsonNamingPolicy.CamelCase.ConvertName(recipe.Selection.ToString()));
}
