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
    public const string ConcatMatched = "concat-matched";
    public const string ConcatMatchedAuto = "concat-matched-auto";
    public const string Auto = "autofusion";
    public const string Gan = "ganfusion";

    // Weights are drawn from torch's global generator, which belongs to one model at a time.
    private static readonly Lock GlobalGenerator = new();

    /// <summary>Every model, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Names = [Text, Speech, Concat, ConcatMatched, ConcatMatchedAuto, Auto, Gan];

    /// <summary>The fusion and the concatenation of its own size.</summary>
    public static readonly IReadOnlyList<(string Fusion, string Matched)> Pairs = [(Auto, ConcatMatchedAuto), (Gan, ConcatMatched)];

    /// <summary>Builds a model on a device; weights depend on the seed alone.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="recipe">Widths, dropout and the options of the fusions.</param>
    /// <param name="data">Vocabulary size, word vectors and widths of the inputs.</param>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="device">Where the parameters live.</param>
    public static ClassifierModel<EmotionInput> Build(string name, IemocapRecipe recipe, IemocapData data, int seed, Device device)
    {
        lock (GlobalGenerator)
        {
            manual_seed(seed);
            return new Builder(recipe, data).Build(name).to(device);
        }
    }

    private sealed class Builder(IemocapRecipe recipe, IemocapData data)
    {
        private readonly DropoutNoise _noise = new();

        public ClassifierModel<EmotionInput> Build(string name) => name switch
        {
            Text => Classifier(("text", TextEncoder())),
            Speech => Classifier(("audio", AudioEncoder())),
            _ => OfBoth(name),
        };

        private FusionClassifier<EmotionInput> Classifier(params IReadOnlyList<(string, ModalityEncoder<EmotionInput>)> encoders) => Classifier(encoders, null);

        private FusionClassifier<EmotionInput> Classifier(IReadOnlyList<(string, ModalityEncoder<EmotionInput>)> encoders, FusionModule? fusion) =>
            new(encoders, fusion, data.Classes.Count, recipe.Dropout, _noise);

        private FusionClassifier<EmotionInput> OfBoth(string name)
        {
            var (text, audio) = (TextEncoder(), AudioEncoder());
            Modality[] modalities = [("text", text.OutputFeatures), ("audio", audio.OutputFeatures)];
            return Classifier([("text", text), ("audio", audio)], Fusion(name, modalities));
        }

        private FusionModule Fusion(string name, Modality[] modalities) => name switch
        {
            Concat => new ConcatFusion(modalities),
            ConcatMatched => Matched(modalities, Gan),
            ConcatMatchedAuto => Matched(modalities, Auto),
            Auto => new AutoFusion(modalities, recipe.Latent, new AutoFusionOptions { InputNorm = recipe.InputNorm, DetachTarget = recipe.DetachTarget }),
            Gan => GanFusion(modalities),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"expected one of {string.Join(", ", Names)}"),
        };

        private GANFusion GanFusion(Modality[] modalities)
        {
            var fusion = new GANFusion(modalities, recipe.Latent, new GANFusionOptions
            {
                InputNorm = recipe.InputNorm, Objective = recipe.Objective, Normalization = recipe.Normalization, SpectralNorm = recipe.SpectralNorm,
                R1Gamma = recipe.R1Gamma, DiscriminatorHidden = recipe.DiscriminatorHidden, NoiseStd = recipe.NoiseStd,
            });
            foreach (var parameter in fusion.discriminator_parameters())
                parameter.requires_grad = !recipe.FrozenDiscriminator;
            return fusion;
        }

        private MatchedConcatFusion Matched(Modality[] modalities, string fusion)
        {
            // The other fusion is built only to count it; its draws must not move this model's.
            using var scope = NewDisposeScope();
            using var state = get_rng_state();
            using var other = Fusion(fusion, modalities);
            var parameters = other.parameters().Sum(parameter => parameter.numel());
            set_rng_state(state);
            return new MatchedConcatFusion(modalities, recipe.Latent, parameters);
        }

        private TextEncoder TextEncoder()
        {
            var pretrained = recipe.WordVectors == WordVectors.Random ? null : data.WordVectors;
            var features = pretrained is null ? recipe.WordFeatures : pretrained.Length / data.Vocabulary.Count;
            var encoder = new TextEncoder(data.Vocabulary.Count, features, recipe.TextHidden, recipe.ForgetBias, recipe.TextDirections, recipe.Dropout, _noise);
            if (pretrained is null)
                return encoder;
            using var table = tensor(pretrained, [data.Vocabulary.Count, features]);
            encoder.Initialise(table, frozen: recipe.WordVectors == WordVectors.PretrainedFrozen);
            return encoder;
        }

        private ModalityEncoder<EmotionInput> AudioEncoder() => recipe.AudioLearner switch
        {
            AudioLearner.Mlp => new AudioMlp(data.AudioFeatures),
            _ => new AudioLstm(data.AudioFeatures, recipe.AudioHidden, recipe.Dropout, _noise),
        };
    }
}
