using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>The models of Table 3, by name, and the baselines they are held against.</summary>
internal static class IemocapModels
{
    public const string Text = "lstm-t";
    public const string Speech = "lstm-s";
    public const string Concat = "concat";
    public const string ConcatMatchedAuto = "concat-matched-auto";
    public const string ConcatMatchedGan = "concat-matched-gan";
    public const string Auto = "autofusion";
    public const string Gan = "ganfusion";

    /// <summary>Every model, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Names = [Text, Speech, Concat, ConcatMatchedAuto, ConcatMatchedGan, Auto, Gan];

    /// <summary>The fusion and the concatenation of equal size it is compared with.</summary>
    public static readonly IReadOnlyList<(string Fusion, string Matched)> Pairs = [(Auto, ConcatMatchedAuto), (Gan, ConcatMatchedGan)];

    /// <summary>Builds a model on a device; weights depend on the seed alone.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="recipe">Widths, dropout and the options of the fusions.</param>
    /// <param name="data">Vocabulary size, word vectors and widths of the inputs.</param>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="device">Where the parameters live.</param>
    public static EmotionClassifier Build(string name, IemocapRecipe recipe, IemocapData data, int seed, Device device)
    {
        manual_seed(seed);
        var model = name switch
        {
            Text => EmotionClassifier.OfText(TextEncoder(recipe, data), data.Classes.Count, recipe.Dropout),
            Speech => EmotionClassifier.OfAudio(AudioEncoder(recipe, data), data.Classes.Count, recipe.Dropout),
            _ => OfBoth(name, recipe, data),
        };
        return model.to(device);
    }

    private static EmotionClassifier OfBoth(string name, IemocapRecipe recipe, IemocapData data)
    {
        var (text, audio) = (TextEncoder(recipe, data), AudioEncoder(recipe, data));
        Modality[] modalities = [("text", text.OutputFeatures), ("audio", audio.OutputFeatures)];
        return EmotionClassifier.Of(text, audio, Fusion(name, modalities, recipe), data.Classes.Count, recipe.Dropout);
    }

    private static FusionModule Fusion(string name, Modality[] modalities, IemocapRecipe recipe) => name switch
    {
        Concat => new ConcatFusion(modalities),
        ConcatMatchedAuto => Matched(modalities, recipe, Auto),
        ConcatMatchedGan => Matched(modalities, recipe, Gan),
        Auto => new AutoFusion(modalities, recipe.Latent),
        Gan => new GANFusion(modalities, recipe.Latent, new GANFusionOptions
        {
            Objective = recipe.Objective, DiscriminatorHidden = recipe.DiscriminatorHidden, NoiseStd = recipe.NoiseStd,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"expected one of {string.Join(", ", Names)}"),
    };

    private static MatchedConcatFusion Matched(Modality[] modalities, IemocapRecipe recipe, string fusion)
    {
        // The other fusion is built only to count it; its draws must not move this model's.
        using var scope = NewDisposeScope();
        using var state = get_rng_state();
        using var other = Fusion(fusion, modalities, recipe);
        var parameters = other.parameters().Sum(parameter => parameter.numel());
        set_rng_state(state);
        return new MatchedConcatFusion(modalities, recipe.Latent, parameters);
    }

    private static TextEncoder TextEncoder(IemocapRecipe recipe, IemocapData data)
    {
        var features = data.WordVectors is null ? recipe.WordFeatures : data.WordVectors.Length / data.Vocabulary.Count;
        var encoder = new TextEncoder(data.Vocabulary.Count, features, recipe.TextHidden, recipe.Dropout);
        if (data.WordVectors is not null)
        {
            using var table = tensor(data.WordVectors, [data.Vocabulary.Count, features]);
            encoder.Initialise(table);
        }

        return encoder;
    }

    private static AudioEncoder AudioEncoder(IemocapRecipe recipe, IemocapData data) =>
        new(data.AudioFeatures, recipe.AudioHidden, recipe.Dropout);
}
