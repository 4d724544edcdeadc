using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Text;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>A trained translator, read back from its run folder.</summary>
internal sealed class StoredTranslator : IDisposable
{
    private readonly Device _device;
    private readonly TranslationDataset _dataset;
    private readonly RunDescription _run;
    private readonly TranslationFeatures? _features;

    private StoredTranslator(
        TranslationDataset dataset, RunDescription run, TranslationRecipe recipe, TextPair text, TranslationFeatures? features, Translator model, Device device) =>
        (_dataset, _run, Recipe, Text, _features, Model, _device) = (dataset, run, recipe, text, features, model, device);

    public TranslationRecipe Recipe { get; }

    public TextPair Text { get; }

    /// <summary>In evaluation mode.</summary>
    public Translator Model { get; }

    /// <summary>Reads a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="datasets">Whose rows the run may be.</param>
    /// <param name="device">Where to put the model.</param>
    public static StoredTranslator Load(RunDescription run, IReadOnlyList<TranslationDataset> datasets, Device device)
    {
        var dataset = datasets.FirstOrDefault(dataset => dataset.Name == run.Experiment)
            ?? throw new UserErrorException($"{run.Folder.RecipeFile}: expected a run of {string.Join(" or ", datasets.Select(dataset => dataset.Name))}, found {run.Experiment} {run.Row}");
        var (name, recipe) = (run.Variant(dataset.Variants).Model, run.Recipe<TranslationRecipe>());
        var text = TextPair.Load(run.Folder.Path, recipe.ToTextOptions());
        var weights = SafetensorsFile.Open(run.Folder.CheckpointFile);
        var model = TranslationModels.Build(
            name, recipe, new TranslationSizes(text.Source.Vocabulary.Count, text.Target.Vocabulary.Count, Inputs(weights, "image.project.weight"), Inputs(weights, "speech.lstm.lstm.weight_ih_l0") ?? Inputs(weights, "speech.project.weight")), 1, device);
        run.LoadWeights(model);
        return new StoredTranslator(dataset, run, recipe, text, TranslationFeatures.Load(run.Folder.Path), model, device);
    }

    /// <summary>Opens features of lines that are to be translated.</summary>
    /// <param name="modality">Image or speech.</param>
    /// <param name="path">Their file; see <see cref="FeatureFile"/>.</param>
    public LineFeatures Open(string modality, string path)
    {
        if (!Recipe.Modalities.Has(modality))
            throw new UserErrorException($"--{modality} {path}: expected a run that reads {modality}, found one that reads {string.Join(" and ", Recipe.Modalities.Names())}");
        if ((modality == ModalitySets.Image ? _features?.Image : _features?.Speech) is not { } standardizer)
            throw new UserErrorException($"{_run.Folder.Path}: expected {TranslationFeatures.FileName} with the means of {modality}, found none: an older version trained this run; train it again to translate with features");
        return LineFeatures.Open(path, standardizer);
    }

    /// <summary>Throws where a model that reads no text would get nothing at all.</summary>
    /// <param name="features">Whether features of any kind are given.</param>
    public void RequireInput(bool features)
    {
        if (!features && !Recipe.Modalities.Has(ModalitySets.Text))
            throw new UserErrorException($"{_run.Folder.Path}: expected {string.Join(" or ", Recipe.Modalities.Names().Select(name => $"--{name} FILE"))} for a model that reads no text, found neither text nor features to read");
    }

    /// <summary>Translates lines from their text and the features that are given: other modalities are absent, and the fusion is told so.</summary>
    /// <param name="lines">Words of each line, as the run learned them; none empty where the model reads text.</param>
    /// <param name="image">Their images; null: none.</param>
    /// <param name="speech">Their speech; null: none.</param>
    public IReadOnlyList<string> Translate(IReadOnlyList<string[]> lines, ChannelOfPart? image = null, ChannelOfPart? speech = null)
    {
        if (lines.Count == 0)
            return [];
        var part = new TranslationPart(
            [.. lines.Select(line => Text.Source.Encode(line, Recipe.MaxTokens, wrap: false))], [.. lines.Select(_ => Array.Empty<long>())],
            image, speech, Recipe.Modalities.Names());
        using var batch = new TranslationBatcher(part, lines.Count, seed: 0).Make([.. Enumerable.Range(0, lines.Count)]);
        using var placed = batch.To(_device, Recipe.Precision.Dtype());
        return [.. new BeamSearch(Model, Recipe.ToBeamOptions()).Translate(placed.Input).Select(words => Text.Target.Decode(words))];
    }

    /// <summary>Every test metric on a split of the data that the run learned from.</summary>
    /// <param name="data">The folder that holds the data set's.</param>
    /// <param name="name">Name of a split; null: the main test set.</param>
    public IReadOnlyDictionary<string, double> Evaluate(string data, string? name)
    {
        return Read(data, (corpus, splits) =>
        {
            var (split, lines) = (SplitChoice.Of(name, Parts(splits), split => split.Name), Lines(corpus, splits));
            var translations = new TranslationTask(lines, Model, Recipe, seed: 0, _device).Translate(lines.Part(split));
            return new TranslationScoring(lines).Of(split, translations).ToDictionary(pair => pair.Key, pair => pair.Value);
        });
    }

    /// <summary>Lines of the data that the run learned from, cut into batches as <see cref="Evaluate"/> does.</summary>
    /// <param name="data">The folder that holds the data set's.</param>
    /// <param name="name">Name of a split of the run or of the data set; null: the run's main test set.</param>
    /// <returns>The split's name, and its batches, which are the caller's.</returns>
    public (string Split, IReadOnlyList<TranslationBatch> Batches) Batches(string data, string? name) => Read(data, (corpus, splits) =>
    {
        var split = SplitChoice.Of(name, [.. Parts(splits).Concat(corpus.Splits).DistinctBy(split => split.Name)], split => split.Name);
        return (split.Name, (IReadOnlyList<TranslationBatch>)[.. TranslationTask.Lines(Lines(corpus, splits).Part(split))]);
    });

    public void Dispose() => Model.Dispose();

    private TResult Read<TResult>(string data, Func<ParallelCorpus, TranslationSplits, TResult> read)
    {
        var folder = _run.DataFolder(data);
        using var corpus = _dataset.Load(folder, Recipe);
        _run.RequireSameData(folder, TranslationExperiment.FingerprintOf(corpus));
        return read(corpus, _dataset.Divide(corpus, Recipe));
    }

    private TranslationData Lines(ParallelCorpus corpus, TranslationSplits splits) => new(splits, Recipe, corpus.Source, Text, _features);

    // The main test set first.
    private static ParallelSplit[] Parts(TranslationSplits splits) => [.. splits.Tests.Append(splits.Validation).Append(splits.Train).DistinctBy(split => split.Name)];

    private static int? Inputs(SafetensorsFile weights, string key) => weights.Keys.Contains(key) ? (int)weights.Read(key).Shape[1] : null;
}
