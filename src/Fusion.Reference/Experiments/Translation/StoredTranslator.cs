using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
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
    // What a recipe.json says beside the recipe.
    private static readonly string[] Identity = ["experiment", "model", "seed", "synthetic", "data"];

    private readonly Device _device;
    private readonly TranslationDataset _dataset;
    private readonly string _folder;
    private readonly string? _fingerprint;
    private readonly TranslationFeatures? _features;

    private StoredTranslator(
        TranslationDataset dataset, string folder, string? fingerprint, TranslationRecipe recipe, TextPair text, TranslationFeatures? features, Translator model, Device device) =>
        (_dataset, _folder, _fingerprint, Recipe, Text, _features, Model, _device) = (dataset, folder, fingerprint, recipe, text, features, model, device);

    public TranslationRecipe Recipe { get; }

    public TextPair Text { get; }

    /// <summary>In evaluation mode.</summary>
    public Translator Model { get; }

    /// <summary>Reads a finished run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="datasets">Whose rows the run may be.</param>
    /// <param name="device">Where to put the model.</param>
    public static StoredTranslator Load(string folder, IReadOnlyList<TranslationDataset> datasets, Device device)
    {
        var run = RunFolder.At(folder);
        if (!run.IsFinished)
            throw new UserErrorException($"{folder}: expected the folder of a finished run, with recipe.json and scores.json, found none");
        var description = run.ReadRecipe();
        var (experiment, row) = (description["experiment"]?.GetValue<string>(), description["model"]?.GetValue<string>());
        var dataset = datasets.FirstOrDefault(dataset => dataset.Name == experiment);
        var variant = dataset?.Variants.FirstOrDefault(variant => variant.Name == row)
            ?? throw new UserErrorException($"{run.RecipeFile}: expected a run of {string.Join(" or ", datasets.Select(dataset => dataset.Name))}, found {experiment} {row}");
        var fingerprint = description["data"]?.GetValue<string>();
        foreach (var key in Identity)
            description.Remove(key);
        var recipe = RecipeOf(run, description);
        var text = TextPair.Load(folder, recipe.ToTextOptions());
        var weights = SafetensorsFile.Open(run.CheckpointFile);
        var model = TranslationModels.Build(
            variant.Model, recipe, new TranslationSizes(text.Source.Vocabulary.Count, text.Target.Vocabulary.Count, Inputs(weights, "image.project.weight"), Inputs(weights, "speech.lstm.lstm.weight_ih_l0") ?? Inputs(weights, "speech.project.weight")), 1, device);
        Safetensors.load(model, run.CheckpointFile);
        model.eval();
        return new StoredTranslator(dataset!, folder, fingerprint, recipe, text, TranslationFeatures.Load(folder), model, device);
    }

    /// <summary>Opens features of lines that are to be translated.</summary>
    /// <param name="modality">Image or speech.</param>
    /// <param name="path">Their file; see <see cref="FeatureFile"/>.</param>
    public LineFeatures Open(string modality, string path)
    {
        if (!Recipe.Modalities.Has(modality))
            throw new UserErrorException($"--{modality} {path}: expected a run that reads {modality}, found one that reads {string.Join(" and ", Recipe.Modalities.Names())}");
        if ((modality == ModalitySets.Image ? _features?.Image : _features?.Speech) is not { } standardizer)
            throw new UserErrorException($"{_folder}: expected {TranslationFeatures.FileName} with the means of {modality}, found none: an older version trained this run; train it again to translate with features");
        return LineFeatures.Open(path, standardizer);
    }

    /// <summary>Translates lines from their text and the features that are given: other modalities are absent, and the fusion is told so.</summary>
    /// <param name="lines">Words of each line, separated by spaces, in the form that was learned; none empty.</param>
    /// <param name="image">Their images; null: none.</param>
    /// <param name="speech">Their speech; null: none.</param>
    public IReadOnlyList<string> Translate(IReadOnlyList<string> lines, ChannelOfPart? image = null, ChannelOfPart? speech = null)
    {
        if (lines.Count == 0)
            return [];
        var part = new TranslationPart(
            [.. lines.Select(line => Text.Source.Encode(line, Recipe.MaxTokens, wrap: false))], [.. lines.Select(_ => Array.Empty<long>())],
            image, speech, Recipe.Modalities.Names());
        using var batch = new TranslationBatcher(part, lines.Count, seed: 0).Make([.. Enumerable.Range(0, lines.Count)]);
        using var placed = batch.To(_device);
        return [.. new BeamSearch(Model, Recipe.ToBeamOptions()).Translate(placed.Input).Select(words => Text.Target.Decode(words))];
    }

    /// <summary>Every test metric on a split of the data that the run learned from.</summary>
    /// <param name="data">The folder that holds the data set's.</param>
    /// <param name="name">Name of a split; null: the main test set.</param>
    public IReadOnlyDictionary<string, double> Evaluate(string data, string? name)
    {
        var folder = Path.Combine(data, _dataset.Name);
        if (!Directory.Exists(folder))
            throw new UserErrorException($"--data {data}: expected a folder {_dataset.Name} in it, found none");
        using var corpus = _dataset.Load(folder);
        if (TranslationExperiment.FingerprintOf(corpus) != _fingerprint)
            throw new UserErrorException($"{folder}: expected the data that the run learned from ({_fingerprint}), found others ({TranslationExperiment.FingerprintOf(corpus)})");
        var splits = _dataset.Divide(corpus, Recipe);
        ParallelSplit[] known = [.. splits.Tests.Append(splits.Validation).Append(splits.Train).DistinctBy(split => split.Name)];
        var split = known.FirstOrDefault(split => name is null || split.Name == name)
            ?? throw new UserErrorException($"--split {name}: expected one of {string.Join(", ", known.Select(split => split.Name))}");
        var lines = new TranslationData(splits, Recipe, corpus.Source, Text, _features);
        var translations = new TranslationTask(lines, Model, Recipe, seed: 0, _device).Translate(lines.Part(split));
        return new TranslationScoring(lines).Of(split, translations).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    public void Dispose() => Model.Dispose();

    private static TranslationRecipe RecipeOf(RunFolder run, JsonObject description)
    {
        try
        {
            return description.Deserialize<TranslationRecipe>(RunJson.Line)!;
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{run.RecipeFile}: expected the keys of this version's recipe: {error.Message}", error);
        }
    }

    private static int? Inputs(SafetensorsFile weights, string key) => weights.Keys.Contains(key) ? (int)weights.Read(key).Shape[1] : null;
}
