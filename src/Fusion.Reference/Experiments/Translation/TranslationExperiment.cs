using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Text;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>The translations of one data set: every row of its tables with every seed.</summary>
internal sealed class TranslationExperiment : RunsExperiment<TranslationRun>
{
    /// <summary>Probabilities of a dropped source word, as in Figure 6.</summary>
    public static readonly IReadOnlyList<double> DropProbabilities = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    private readonly TranslationDataset _dataset;
    private readonly TranslationRecipe _recipe;
    private readonly IReadOnlyList<TranslationRun> _runs;
    private readonly ParallelCorpus _corpus;
    private readonly string _fingerprint;
    private readonly ConcurrentDictionary<(LineChoice, TargetLanguage), Lazy<TranslationSplits>> _splits = new();
    private readonly ConcurrentDictionary<(TextOptions, LineChoice), Lazy<TextPair>> _texts = new();

    /// <summary>Reads the data; nothing is trained or written.</summary>
    /// <param name="context">What all experiments share.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="directory">Its folder.</param>
    public TranslationExperiment(ExperimentContext context, TranslationDataset dataset, string directory)
        : this(context, dataset, directory, Plan(context, dataset), RecipeOf(context, dataset))
    {
    }

    private TranslationExperiment(ExperimentContext context, TranslationDataset dataset, string directory, IReadOnlyList<TranslationRun> runs, TranslationRecipe recipe)
        : base(dataset.Name, context, runs, recipe.Epochs)
    {
        (_dataset, _recipe, _runs) = (dataset, recipe, runs);
        _corpus = dataset.Load(directory, recipe);
        foreach (var notice in _corpus.Notices)
            context.Progress.Line($"{dataset.Name}: {notice}");
        _fingerprint = FingerprintOf(_corpus);
    }

    protected override ShownMetric ValidationMetric { get; } = new("BLEU", TranslationTask.BleuMetric, "0.0");

    protected override string Description => string.Create(CultureInfo.InvariantCulture,
        $"{(_corpus.Synthetic ? " (SYNTHETIC)" : "")}: {string.Join(", ", _corpus.Splits.Select(split => $"{split.Name} {split.Count:N0}"))} lines");

    protected override JsonObject Defaults { get; } = JsonSerializer.SerializeToNode(new TranslationRecipe(), RunJson.Line)!.AsObject();

    protected override string TokenName(TranslationRun run) => run.Recipe(_recipe).Merges > 0 ? "target pieces" : "target words";

    /// <summary>The profile's recipe with the user's settings; throws where they make no sense in a row that is to be run.</summary>
    public static TranslationRecipe RecipeOf(ExperimentContext context, TranslationDataset dataset)
    {
        var recipe = RecipeSettings.Apply(dataset.Recipe(context.Profile), context.Settings, dataset.Keys);
        // Not the recipe itself: what is read, and so what there is to attend to, is the row's.
        foreach (var row in dataset.Named(context.Models))
            _ = row.Apply(recipe).Validated();
        return recipe;
    }

    /// <summary>What tells the data of a run from others. Files of features can be far larger than memory: their size stands for them.</summary>
    public static string FingerprintOf(ParallelCorpus corpus) => Fingerprint.OfFiles(corpus.TextFiles, corpus.FeatureFiles);

    public override void Check()
    {
        // Every division once: a missing language or channel is found before hours of training.
        TranslationRecipe[] recipes = [.. _runs.Select(run => run.Recipe(_recipe))];
        foreach (var recipe in recipes.DistinctBy(recipe => (recipe.Lines, recipe.Target, recipe.Text)))
            CheckText(recipe);
        foreach (var recipe in recipes.DistinctBy(recipe => (recipe.Lines, recipe.Target, recipe.Modalities)))
            CheckChannels(recipe);
        base.Check();
    }

    protected override IReadOnlyList<ShownMetric> TestMetrics(TranslationRun run) =>
        [new("BLEU", TranslationMetrics.Key(SplitsOf(run.Recipe(_recipe)).Tests[0].Name, TranslationMetrics.Bleu), "0.0")];

    protected override RunFolder FolderOf(TranslationRun run) => run.In(Context.Output);

    protected override JsonObject Describe(TranslationRun run) => Describe(run.Variant.Name, run.Seed, _corpus.Synthetic, _fingerprint, run.Recipe(_recipe));

    protected override RunScores Complete(TranslationRun run, RunFolder folder, Action<EpochRecord> report, CancellationToken cancellation)
    {
        var recipe = run.Recipe(_recipe);
        var splits = SplitsOf(recipe);
        var data = new TranslationData(splits, recipe, _corpus.Source, TextOf(splits, recipe));
        data.Text.Save(folder.Path);
        data.Features.Save(folder.Path);
        using var model = TranslationModels.Build(run.Variant.Model, recipe, TranslationSizes.Of(data), run.Seed, Context.Device);
        var task = new TranslationTask(data, model, recipe, run.Seed, Context.Device);
        var result = new Trainer<TranslationBatch>(task, Options(recipe, run.Seed), folder, report).Run(cancellation);

        var translations = splits.Tests.Select(split => (Split: split, Lines: task.Translate(data.Part(split)))).ToArray();
        TranslationFile.Write(folder.PredictionsFile, translations.SelectMany(test => TranslationFile.Rows(test.Split, test.Lines, data.References(test.Split))));
        var scoring = new TranslationScoring(data);
        var scores = new RunScores(
            run.Variant.Name, run.Seed, _corpus.Synthetic, model.ParameterCount, result.Epochs, result.BestEpoch,
            AllSplitsOf(recipe).ToDictionary(split => split.Name, split => split.Count),
            task.Validate(), translations.SelectMany(test => scoring.Of(test.Split, test.Lines)).Concat(Dropped(task, data, run)).ToDictionary(pair => pair.Key, pair => pair.Value));
        return Finish(folder, model, scores);
    }

    private static IReadOnlyList<TranslationRun> Plan(ExperimentContext context, TranslationDataset dataset) =>
        [.. from seed in Enumerable.Range(1, context.Seeds) from variant in dataset.Named(context.Models) select new TranslationRun(dataset.Name, variant, seed)];

    // One division for all runs on the same lines: it may read a table.
    private TranslationSplits SplitsOf(TranslationRecipe recipe) =>
        _splits.GetOrAdd((recipe.Lines, recipe.Target), _ => new Lazy<TranslationSplits>(() => _dataset.Divide(_corpus, recipe))).Value;

    // One text for all runs that learn the same: merges take seconds.
    private TextPair TextOf(TranslationSplits splits, TranslationRecipe recipe) => _texts.GetOrAdd((recipe.ToTextOptions(), recipe.Lines), _ => new Lazy<TextPair>(() => TextPair.Fit(
        recipe.ToTextOptions(), TranslationLines.Of(splits.Train, _corpus.Source, recipe.Text), TranslationLines.Of(splits.Train, recipe.ToTextOptions().Target, recipe.Text)))).Value;

    private IEnumerable<ParallelSplit> AllSplitsOf(TranslationRecipe recipe)
    {
        var splits = SplitsOf(recipe);
        if (splits.Tests.Count == 0)
            throw new UserErrorException($"{_corpus.Folder}: expected a test set in {recipe.ToTextOptions().Target}{(recipe.Lines == LineChoice.WithImages ? " with features of its images" : "")} for Lines={recipe.Lines}, found none");
        return splits.Tests.Prepend(splits.Validation).Prepend(splits.Train).DistinctBy(split => split.Name);
    }

    private void CheckText(TranslationRecipe recipe)
    {
        var options = recipe.ToTextOptions();
        var (source, target) = TextPair.Splitters(options);
        foreach (var split in AllSplitsOf(recipe))
        {
            TranslationLines.RequireWords(split, _corpus.Source, recipe.Text, source);
            TranslationLines.RequireWords(split, options.Target, recipe.Text, target);
        }
    }

    private void CheckChannels(TranslationRecipe recipe)
    {
        foreach (var split in AllSplitsOf(recipe))
        {
            LineChannel[] channels = [.. recipe.Modalities.Names().Where(modality => modality != ModalitySets.Text).Select(modality => TranslationChannels.Of(split, modality, recipe.Lines))];
            // The length of each is asked for: an utterance without a frame, or half of an archive, says so now.
            foreach (var channel in channels)
                for (var line = 0; line < split.Count; line++)
                    _ = channel.Has(line) ? channel.Frames(line) : 0;
            if (!recipe.Modalities.Has(ModalitySets.Text))
                RequireFeatures(split, recipe.Modalities, channels);
        }
    }

    private static void RequireFeatures(ParallelSplit split, ModalitySet modalities, LineChannel[] channels)
    {
        int[] without = [.. Enumerable.Range(0, split.Count).Where(line => !channels.Any(channel => channel.Has(line)))];
        if (without.Length > 0)
            throw new UserErrorException($"{split.Name}:{without[0] + 1}: expected features of {string.Join(" or ", modalities.Names())}, which are all that the model reads, found none for {split.Ids[without[0]]}; {without.Length} of {split.Count} lines have none");
    }

    /// <summary>Figure 6: BLEU of greedy translations of the main test set, its source words dropped; the same words for every model.</summary>
    private static IEnumerable<(string Key, double Value)> Dropped(TranslationTask task, TranslationData data, TranslationRun run)
    {
        if (data.Train.Modalities.Contains(ModalitySets.Text))
        {
            var split = data.Splits.Tests[0];
            foreach (var probability in DropProbabilities)
                yield return (TranslationMetrics.Dropped(split.Name, probability), task.GreedyBleu(split, data.Part(split, new WordDrop(probability, (ulong)run.Seed))));
        }
    }

    private static TrainingOptions Options(TranslationRecipe recipe, int seed) => new(
        seed, recipe.Epochs, recipe.Patience, recipe.LearningRate, recipe.ClipNorm, recipe.TaskWeight, recipe.FusionWeight, TranslationTask.BleuMetric)
    {
        LearningRateDecay = recipe.LearningRateDecay, AverageDecay = recipe.AverageDecay,
        // BLEU is 0 until four words in a row are right, which small data may take more epochs for than patience lasts.
        TieBreaker = TranslationTask.LossMetric,
    };
}
