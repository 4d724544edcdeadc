using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Table 3: emotion recognition on IEMOCAP, every model with every seed.</summary>
internal sealed class IemocapExperiment
{
    public const string Name = "iemocap";

    private static readonly IReadOnlyList<string> DataFiles =
        [IemocapCorpus.TableFile, IemocapCorpus.AudioFile, IemocapCorpus.LabelFile, IemocapCorpus.VectorsFile, IemocapCorpus.VectorWordsFile];

    private readonly ExperimentContext _context;
    private readonly IemocapData _data;
    private readonly IemocapCorpus _corpus;
    private readonly IemocapRecipe _recipe;
    private readonly string _fingerprint;

    /// <summary>Reads the data; nothing is trained or written.</summary>
    /// <param name="context">What all experiments share.</param>
    /// <param name="recipe">See <see cref="RecipeOf"/>.</param>
    /// <param name="directory">Folder of the corpus.</param>
    public IemocapExperiment(ExperimentContext context, IemocapRecipe recipe, string directory)
    {
        _context = context;
        _recipe = recipe;
        _corpus = IemocapCorpus.Load(directory, new IemocapLoading { Cache = Path.Combine(context.Output, "cache", "iemocap-audio.bin"), Progress = context.Progress, Cancellation = context.Cancellation });
        _data = new IemocapData(_corpus, _recipe);
        _fingerprint = _corpus.Fingerprint ?? Fingerprint.OfFiles(DataFiles.Select(name => Path.Combine(directory, name)).Where(File.Exists));
    }

    /// <summary>The profile's recipe with the user's settings; throws where they make no sense.</summary>
    public static IemocapRecipe RecipeOf(ExperimentContext context) =>
        RecipeSettings.Apply(IemocapRecipe.For(context.Profile), context.Settings).Validated();

    /// <summary>Throws where a run would overwrite another; to be called before any training.</summary>
    public void Check()
    {
        foreach (var (model, seed) in Plan())
            Folder(model, seed).Check(Recipe(model, seed), _context.Resume);
    }

    /// <summary>Trains and tests what is not finished yet.</summary>
    public void Run()
    {
        _context.Progress.Line(string.Create(CultureInfo.InvariantCulture,
            $"iemocap{(_corpus.Synthetic ? " (SYNTHETIC)" : "")}: {_data.Train.Count} training, {_data.Validation.Count} validation, {_data.Test.Count} test utterances; {_data.Vocabulary.Count} words"));
        (string Model, int Seed)[] plan = [.. Plan()];
        _context.Progress.Start(Name, plan.Length);
        foreach (var (index, (model, seed)) in plan.Index())
        {
            var folder = Folder(model, seed);
            if (folder.IsFinished)
                _context.Progress.Line($"{Title(model, seed)}: finished before");
            else
                RunOne(folder, model, seed);
            _context.Progress.Report(index + 1, $"{index + 1} of {plan.Length} runs");
        }

        _context.Progress.Done();
    }

    // Seeds outside, so that a run cut short has every model at the seeds it reached.
    private IEnumerable<(string Model, int Seed)> Plan() =>
        from seed in Enumerable.Range(1, _context.Seeds)
        from model in IemocapModels.Names
        select (model, seed);

    private RunFolder Folder(string model, int seed) => RunFolder.In(_context.Output, Name, model, seed);

    private JsonObject Recipe(string model, int seed)
    {
        var recipe = new JsonObject
        {
            ["experiment"] = Name,
            ["model"] = model,
            ["seed"] = seed,
            ["synthetic"] = _corpus.Synthetic,
            ["data"] = _fingerprint,
        };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(_recipe, RunJson.Line)!.AsObject())
            recipe.Add(key, value?.DeepClone());
        return recipe;
    }

    private void RunOne(RunFolder folder, string name, int seed)
    {
        folder.Open(Recipe(name, seed), _context.Resume);
        using var running = folder.Lock();
        RunEnvironment.Write(folder, _context);
        using var model = IemocapModels.Build(name, _recipe, _data, seed, _context.Device);
        var task = new IemocapTask(_data, model, seed, _context.Device);
        _context.Progress.Start(Title(name, seed), _recipe.Epochs);
        var trainer = new Trainer<IemocapBatch>(task, Options(seed), folder, record => _context.Progress.Report(record.Epoch, Status(record)));
        var result = trainer.Run(_context.Cancellation);
        _context.Progress.Done();

        var predictions = task.Predict(_data.Test);
        PredictionFile.Write(folder.PredictionsFile, _data.Classes, _data.Test, predictions);
        LatentFile.Write(folder.LatentsFile, _data.Classes, _data.Test, predictions);
        var scores = new IemocapScores(
            name, seed, _corpus.Synthetic, model.ParameterCount, result.Epochs, result.BestEpoch,
            new Dictionary<string, int> { ["train"] = _data.Train.Count, ["validation"] = _data.Validation.Count, ["test"] = _data.Test.Count },
            task.Validate(), IemocapScores.Metrics(IemocapScores.Of(_data.Classes, _data.Test, predictions)));
        AtomicFile.WriteText(folder.ScoresFile, JsonSerializer.Serialize(scores, RunJson.Indented) + "\n");
        // Only after the scores: until then a resumed run needs the optimiser's state.
        Safetensors.save(model, folder.CheckpointFile);
        _context.Progress.Line(string.Create(CultureInfo.InvariantCulture,
            $"{Title(name, seed)}: test accuracy {scores.Test[IemocapScores.Accuracy]:P1}, macro-F1 {scores.Test[IemocapScores.MacroF1]:P1} (epoch {result.BestEpoch} of {result.Epochs})"));
    }

    private TrainingOptions Options(int seed) => new(
        seed, _recipe.Epochs, _recipe.Patience, _recipe.LearningRate, _recipe.ClipNorm, _recipe.TaskWeight, _recipe.FusionWeight,
        JsonNamingPolicy.CamelCase.ConvertName(_recipe.Selection.ToString()));

    private static string Title(string model, int seed) => $"{Name}/{model}/seed-{seed}";

    private static string Status(EpochRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {record.Epoch}, loss {record.Losses["total"]:0.000}, validation macro-F1 {record.Validation[IemocapScores.MacroF1]:P1}");
}
