using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Reference.Data.Formats;
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

    private StoredTranslator(TranslationRecipe recipe, TextPair text, Translator model, Device device) => (Recipe, Text, Model, _device) = (recipe, text, model, device);

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
        var variant = datasets.FirstOrDefault(dataset => dataset.Name == experiment)?.Variants.FirstOrDefault(variant => variant.Name == row)
            ?? throw new UserErrorException($"{run.RecipeFile}: expected a run of {string.Join(" or ", datasets.Select(dataset => dataset.Name))}, found {experiment} {row}");
        foreach (var key in Identity)
            description.Remove(key);
        var recipe = RecipeOf(run, description);
        var text = TextPair.Load(folder, recipe.ToTextOptions());
        var weights = SafetensorsFile.Open(run.CheckpointFile);
        var model = TranslationModels.Build(
            variant.Model, recipe, new TranslationSizes(text.Source.Vocabulary.Count, text.Target.Vocabulary.Count, Inputs(weights, "image.project.weight"), Inputs(weights, "speech.project.weight")), 1, device);
        Safetensors.load(model, run.CheckpointFile);
        model.eval();
        return new StoredTranslator(recipe, text, model, device);
    }

    /// <summary>Translates lines from their text alone: other modalities are absent, and the fusion is told so.</summary>
    /// <param name="lines">Words of each line, separated by spaces, in the form that was learned; none empty.</param>
    public IReadOnlyList<string> Translate(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return [];
        var part = new TranslationPart(
            [.. lines.Select(line => Text.Source.Encode(line, Recipe.MaxTokens, wrap: false))], [.. lines.Select(_ => Array.Empty<long>())],
            null, null, Recipe.Modalities.Names());
        using var batch = new TranslationBatcher(part, lines.Count, seed: 0).Make([.. Enumerable.Range(0, lines.Count)]);
        using var placed = batch.To(_device);
        return [.. new BeamSearch(Model, Recipe.ToBeamOptions()).Translate(placed.Input).Select(words => Text.Target.Decode(words))];
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
