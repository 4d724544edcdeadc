using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Table 3: emotion recognition on IEMOCAP, every model with every seed.</summary>
internal sealed class IemocapExperiment
{
    public const string Name = "iemocap";

    private static readonly IReadOnlyList<string> DataFiles =
        [IemocapCorpus.TableFile, IemocapCorpus.AudioFile, IemocapCorpus.LabelFile, IemocapCorpus.VectorsFile, IemocapCorpus.VectorWordsFile];

    private readonly ExperimentContext _context;
    private readonly IemocapCorpus _corpus;
    private readonly IemocapRecipe _recipe;
    private readonly IReadOnlyList<IemocapRun> _runs;
    private readonly RunProgress _progress;
    private readonly string _fingerprint;

    /// <summary>Reads the data; nothing is trained or written.</summary>
    /// <param name="context">What all experiments share.</param>
    /// <param name="recipe">See <see cref="RecipeOf"/>.</param>
    /// <param name="directory">Folder of the corpus.</param>
    public IemocapExperiment(ExperimentContext context, IemocapRecipe recipe, string directory)
    {
        _context = context;
        _recipe = recipe;
        var planned = Plan(context);
        _corpus = IemocapCorpus.Load(directory, new IemocapLoading
        {
            Cache = Path.Combine(context.Output, "cache", "iemocap-audio.bin"), Progress = context.Progress, Cancellation = context.Cancellation,
            Frames = planned.Any(ReadsFrames),
        });
        _runs = Possible(planned);
        _progress = new RunProgress(context.Progress, _runs.Count, recipe.Epochs);
        // Word vectors and lists count beside a release too.
        _fingerprint = $"{_corpus.Fingerprint} {Fingerprint.OfFiles(FilesOf(recipe).Select(name => Path.Combine(directory, name)).Where(File.Exists))}".TrimStart();
    }

    /// <summary>The profile's recipe with the user's settings; throws where they make no sense.</summary>
    public static IemocapRecipe RecipeOf(ExperimentContext context)
    {
        var recipe = Settings(IemocapRecipe.For(context.Profile), context).Validated();
        if (context.Profile != Profile.Full)
            return recipe;
        if (recipe.Protocol != Protocol.Session)
            throw new UserErrorException($"--profile full tests every session in turn; Protocol={recipe.Protocol} has no sessions to test and goes with --profile quick");
        return (recipe.TestSession, recipe.ValidationSession) == (new IemocapRecipe().TestSession, new IemocapRecipe().ValidationSession)
            ? recipe
            : throw new UserErrorException("--profile full tests every session in turn; TestSession and ValidationSession go with --profile quick");
    }

    // The authors' lists have six classes, so that protocol alone decides the classes unless the user names others.
    private static IemocapRecipe Settings(IemocapRecipe recipe, ExperimentContext context) =>
        RecipeSettings.Apply(recipe, context.Settings) is { Protocol: not Protocol.Authors } other ? other
            : RecipeSettings.Apply(recipe with { Classes = EmotionClasses.Ser6 }, context.Settings);

    /// <summary>Throws where a run would overwrite another; to be called before any training.</summary>
    public void Check()
    {
        // Every split once: a missing session is found before hours of training.
        foreach (var run in _runs.DistinctBy(run => run.Fold))
            _ = new IemocapData(_corpus, run.Recipe(_recipe));
        OneProtocol.Check(_context.Output, _recipe);
        foreach (var run in _runs)
            run.In(_context.Output).Check(Describe(run), _context.Resume);
    }

    /// <summary>Trains and tests what is not finished yet.</summary>
    public void Run()
    {
        _context.Progress.Line(string.Create(CultureInfo.InvariantCulture,
            $"iemocap{(_corpus.Synthetic ? " (SYNTHETIC)" : "")}: {_corpus.In(ClassScheme.Of(_recipe.Classes)).Count} utterances, {_runs.Count} runs, {Math.Min(_context.Jobs, _runs.Count)} at a time"));
        _progress.Start(Name);
        new ParallelRuns(_context.Jobs, _context.Threads).Each(_runs, Complete, _context.Cancellation);
        _progress.Done();
    }

    // The authors' lists count only where they are read: adding them to a folder leaves other runs resumable.
    private static IEnumerable<string> FilesOf(IemocapRecipe recipe) =>
        recipe.Protocol == Protocol.Authors ? [.. DataFiles, AuthorsSplit.TrainFile, AuthorsSplit.TestFile] : DataFiles;

    // Seeds outside, so that an experiment cut short has every model at the seeds it reached.
    private static IReadOnlyList<IemocapRun> Plan(ExperimentContext context)
    {
        int?[] folds = context.Profile == Profile.Full ? [.. Enumerable.Range(1, IemocapCorpus.Sessions)] : [null];
        return [.. from seed in Enumerable.Range(1, context.Seeds)
                   from fold in folds
                   from variant in IemocapStudies.Variants(context.Models)
                   select new IemocapRun(variant, seed, fold)];
    }

    private bool ReadsFrames(IemocapRun run) => IemocapModels.ReadsFrames(run.Variant.Model, run.Recipe(_recipe));

    /// <summary>The runs that the data allow; says which others there are, once for each row.</summary>
    private IReadOnlyList<IemocapRun> Possible(IReadOnlyList<IemocapRun> runs)
    {
        if (_corpus.HasFrames)
            return runs;
        var impossible = runs.Where(run => IemocapModels.NeedsFrames(run.Variant.Model, run.Recipe(_recipe))).ToHashSet();
        if (impossible.Count > 0 && (_recipe.AudioLearner == AudioLearner.Frames || impossible.Count == runs.Count))
            throw new UserErrorException(IemocapModels.NoFrames);
        foreach (var name in impossible.Select(run => run.Variant.Name).Distinct())
            _context.Progress.Line($"{Name}/{name}: left out ({IemocapModels.NoFrames})");
        return [.. runs.Where(run => !impossible.Contains(run))];
    }

    private JsonObject Describe(IemocapRun run)
    {
        var recipe = new JsonObject
        {
            ["experiment"] = Name,
            ["model"] = run.Variant.Name,
            ["seed"] = run.Seed,
            ["synthetic"] = _corpus.Synthetic,
            ["data"] = _fingerprint,
        };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(run.Recipe(_recipe), RunJson.Line)!.AsObject())
            recipe.Add(key, value?.DeepClone());
        return recipe;
    }

    private void Complete(IemocapRun run, CancellationToken cancellation)
    {
        var folder = run.In(_context.Output);
        if (folder.IsFinished)
        {
            _progress.Finished(run.Title, "finished before");
            return;
        }

        folder.Open(Describe(run), _context.Resume);
        using var running = folder.Lock();
        RunEnvironment.Write(folder, _context);
        var scores = Train(run, folder, cancellation);
        _progress.Finished(run.Title, string.Create(CultureInfo.InvariantCulture,
            $"test accuracy {scores.Test[IemocapScores.Accuracy]:P1}, macro-F1 {scores.Test[IemocapScores.MacroF1]:P1} (epoch {scores.BestEpoch} of {scores.Epochs})"));
    }

    private IemocapScores Train(IemocapRun run, RunFolder folder, CancellationToken cancellation)
    {
        var recipe = run.Recipe(_recipe);
        var data = new IemocapData(_corpus, recipe, ReadsFrames(run));
        using var model = IemocapModels.Build(run.Variant.Model, recipe, data, run.Seed, _context.Device);
        var task = new IemocapTask(data, model, run.Seed, _context.Device, recipe.Schedule);
        var trainer = new Trainer<IemocapBatch>(task, Options(recipe, run.Seed), folder, record => _progress.Epoch(run.Title, record.Epoch, Status(record)));
        var result = trainer.Run(cancellation);

        var predictions = task.Predict(data.Test);
        PredictionFile.Write(folder.PredictionsFile, data.Classes, data.Test, predictions);
        LatentFile.Write(folder.LatentsFile, data.Classes, data.Test, predictions);
        var scores = new IemocapScores(
            run.Variant.Name, run.Seed, _corpus.Synthetic, model.ParameterCount, result.Epochs, result.BestEpoch,
            new Dictionary<string, int>
            {
                ["train"] = data.Train.Count, ["validation"] = data.Validation.Count, ["test"] = data.Test.Count,
                [IemocapScores.SharedUtterances] = data.SharedUtterances, [IemocapScores.SharedTestRows] = data.SharedTestRows,
            },
            task.Validate(), IemocapScores.Metrics(IemocapScores.Of(data.Classes, data.Test, predictions)));
        AtomicFile.WriteText(folder.ScoresFile, JsonSerializer.Serialize(scores, RunJson.Indented) + "\n");
        // Only after the scores: until then a resumed run needs the optimiser's state.
        Safetensors.save(model, folder.CheckpointFile);
        return scores;
    }

    private static TrainingOptions Options(IemocapRecipe recipe, int seed) => new(
        seed, recipe.Epochs, recipe.Patience, recipe.LearningRate, recipe.ClipNorm, recipe.TaskWeight, recipe.FusionWeight,
        JsonNamingPolicy.CamelCase.ConvertName(recipe.Selection.ToString()));

    private static string Status(EpochRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {record.Epoch}, loss {record.Losses["total"]:0.000}, validation macro-F1 {record.Validation[IemocapScores.MacroF1]:P1}");
}
