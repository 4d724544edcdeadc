using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>A trained classifier of emotions, read back from its run folder; it needs nothing else.</summary>
internal sealed class EmotionClassifier : IDisposable
{
    // A word outside the vocabulary stands where there is no text; the fusion is told not to read it.
    private static readonly string[] NoWords = [""];

    private readonly IemocapRecipe _recipe;
    private readonly IemocapInputs _inputs;
    private readonly ClassifierModel<EmotionInput> _model;
    private readonly Device _device;

    private EmotionClassifier(IemocapRecipe recipe, IemocapInputs inputs, UtteranceNeeds needs, ClassifierModel<EmotionInput> model, Device device) =>
        (_recipe, _inputs, Needs, _model, _device) = (recipe, inputs, needs, model, device);

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes => ClassScheme.Of(_recipe.Classes).Names;

    /// <summary>What it has to be given.</summary>
    public UtteranceNeeds Needs { get; }

    /// <summary>Reads a finished run.</summary>
    /// <param name="run">The run, of IEMOCAP.</param>
    /// <param name="device">Where to put the model.</param>
    public static EmotionClassifier Load(RunDescription run, Device device)
    {
        if (run.Experiment != IemocapExperiment.Name)
            throw new UserErrorException($"{run.Folder.RecipeFile}: expected a run of {IemocapExperiment.Name}, found {run.Experiment} {run.Row}");
        var (name, recipe) = (run.Variant(IemocapStudies.Variants(ModelStudies.All)).Model, run.Recipe<IemocapRecipe>().Validated());
        if (!File.Exists(run.Folder.InputsFile))
            throw new UserErrorException($"{run.Folder.InputsFile}: expected the run's vocabulary and scales, found none: an earlier version made this run; train it again to classify with it");
        var inputs = IemocapInputs.Load(run.Folder.InputsFile);
        if (inputs.FrameFeatures is not null)
            throw new UserErrorException($"{run.Folder.Path}: expected a model that reads text and the eight features of speech, found {run.Row}, which reads the frames of recordings");
        var model = Build(run, name, recipe, inputs, device);
        return new EmotionClassifier(recipe, inputs, NeedsOf(name, model), model, device);
    }

    /// <summary>Predictions for utterances, in their order.</summary>
    /// <param name="utterances">With all that <see cref="Needs"/> says.</param>
    public IReadOnlyList<ClassPrediction> Classify(IReadOnlyList<SpokenUtterance> utterances)
    {
        IemocapUtterance[] rows = [.. utterances.Select(utterance => new IemocapUtterance("", 0, "", 0, utterance.Tokens ?? NoWords, utterance.Audio ?? new float[_inputs.Audio.Width]))];
        var batcher = new IemocapBatcher(rows, _inputs.Vocabulary, _inputs.Audio, _recipe.BatchSize, seed: 0, _recipe.MaxTokens);
        var presence = Needs == UtteranceNeeds.Either ? PresenceOf(utterances) : null;
        return ClassPredictor.Predict(_model, _device, batcher, batch => new EmotionInput(batch.Tokens, batch.Lengths, batch.Audio)
        {
            Present = presence is null ? null : Presence.Mask(batch.Rows, presence, _device),
        });
    }

    public void Dispose() => _model.Dispose();

    private static ClassifierModel<EmotionInput> Build(RunDescription run, string name, IemocapRecipe recipe, IemocapInputs inputs, Device device)
    {
        // Vectors that came with the data have a width of their own, which the weights tell.
        var weights = SafetensorsFile.Open(run.Folder.CheckpointFile);
        var table = weights.Keys.FirstOrDefault(key => key is "text.embedding.weight" or "words.weight");
        var width = table is null ? recipe.WordFeatures : (int)weights.Read(table).Shape[^1];
        var model = IemocapModels.Build(
            name, recipe with { WordFeatures = width }, new IemocapSizes(inputs.Vocabulary.Count, inputs.Audio.Width, null, ClassScheme.Of(recipe.Classes).Names.Count), 1, device);
        run.LoadWeights(model);
        return model;
    }

    private static UtteranceNeeds NeedsOf(string name, ClassifierModel<EmotionInput> model) => name switch
    {
        IemocapModels.Text => UtteranceNeeds.Text,
        IemocapModels.Speech => UtteranceNeeds.Audio,
        _ => model.Fusion is null ? UtteranceNeeds.Both : UtteranceNeeds.Either,
    };

    // In the order of the fusion's modalities; null where nothing is absent.
    private static bool[,]? PresenceOf(IReadOnlyList<SpokenUtterance> utterances)
    {
        if (utterances.All(utterance => utterance is { Tokens: not null, Audio: not null }))
            return null;
        var presence = new bool[utterances.Count, 2];
        foreach (var (row, utterance) in utterances.Index())
            (presence[row, 0], presence[row, 1]) = (utterance.Tokens is not null, utterance.Audio is not null);
        return presence;
    }
}
