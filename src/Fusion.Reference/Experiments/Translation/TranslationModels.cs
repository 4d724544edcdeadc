using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>The translators of Tables 1 and 2, by name.</summary>
internal static class TranslationModels
{
    /// <summary>One modality, or several side by side: early fusion.</summary>
    public const string Seq2Seq = "seq2seq";

    /// <summary>Concatenation and an MLP as large as GANFusion.</summary>
    public const string ConcatMatched = "concat-matched";

    /// <summary>Concatenation and an MLP as large as AutoFusion.</summary>
    public const string ConcatMatchedAuto = "concat-matched-auto";

    public const string Auto = "autofusion";
    public const string Gan = "ganfusion";

    public static readonly IReadOnlyList<string> Names = [Seq2Seq, ConcatMatched, ConcatMatchedAuto, Auto, Gan];

    /// <summary>The fusion and the concatenation of its own size.</summary>
    public static readonly IReadOnlyList<(string Fusion, string Matched)> Pairs = [(Auto, ConcatMatchedAuto), (Gan, ConcatMatched)];

    /// <summary>Builds a model on a device; weights depend on the seed alone.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="recipe">Widths, dropout and options.</param>
    /// <param name="sizes">Sizes of the vocabularies and widths of the channels.</param>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="device">Where the parameters live.</param>
    public static Translator Build(string name, TranslationRecipe recipe, TranslationSizes sizes, int seed, Device device) =>
        ModelWeights.Draw(seed, () => new Builder(recipe, sizes).Build(name)).to(recipe.Precision.Dtype()).to(device);

    private sealed class Builder(TranslationRecipe recipe, TranslationSizes sizes)
    {
        private readonly DropoutNoise _noise = new();

        public Translator Build(string name)
        {
            var targetWords = Words(sizes.TargetWords);
            var sourceWords = !recipe.Modalities.Has(ModalitySets.Text) ? null : recipe.JointVocabulary ? targetWords : Words(sizes.SourceWords);
            var text = sourceWords is null ? null : Text(sourceWords);
            var fusion = recipe.Modalities.Names().Count == 1 ? OnlyFor(name) : Fusion(name, [.. recipe.Modalities.Names().Select(modality => new Modality(modality, recipe.Latent))]);
            (string, long)[] attends = [.. recipe.Attended().Select(modality => (modality, modality == ModalitySets.Text ? text!.StateFeatures : StateFeatures(modality)))];
            var decoder = new LstmDecoder(targetWords, fusion?.OutputFeatures ?? recipe.Latent, attends, Options, _noise);
            return new Translator(new TranslatorParts(sourceWords, targetWords, text, [.. Others()], fusion, decoder), _noise);
        }

        private DecoderOptions Options => new(recipe.DecoderHidden)
        {
            Start = recipe.Start, Dropout = recipe.Dropout, ForgetBias = recipe.ForgetBias, TiedOutput = recipe.TiedOutput, SkipConnection = recipe.SkipConnection,
        };

        // Small at first: with the vectors as output weights, torch's unit variance would make the first logits huge.
        private Embedding Words(int count)
        {
            var words = nn.Embedding(count, recipe.WordFeatures, padding_idx: 0);
            using var noGrad = no_grad();
            using var _ = nn.init.normal_(words.weight!, 0, Math.Pow(recipe.WordFeatures, -0.5));
            using var padding = words.weight!.select(0, 0);
            using var zeroed = padding.zero_();
            return words;
        }

        private TextLearner Text(Embedding words) => recipe.TextLearner == TextLearnerKind.Transformer
            ? new TransformerTextLearner(words, recipe.TransformerLayers, recipe.TransformerHeads, recipe.TransformerHidden, recipe.Latent, recipe.Dropout, _noise)
            : new RecurrentTextLearner(words, recipe.TextHidden, recipe.TextDirections, recipe.TextState, recipe.Latent, recipe.ForgetBias, recipe.Dropout, _noise);

        // The decoder's weights are drawn before those of these learners.
        private long StateFeatures(string modality) => modality == ModalitySets.Speech && recipe.SpeechLearner == SpeechLearner.Lstm ? 2 * recipe.SpeechHidden : recipe.Latent;

        private IEnumerable<(string, TranslationEncoder)> Others()
        {
            if (sizes.SpeechFeatures is { } frame)
                yield return (ModalitySets.Speech, recipe.SpeechLearner == SpeechLearner.Lstm
                    ? new SpeechSequenceEncoder(frame, recipe.SpeechHidden, recipe.Latent, recipe.Dropout, _noise)
                    : new SpeechEncoder(frame, recipe.Latent, recipe.Dropout, _noise));
            if (sizes.ImageFeatures is { } image)
                yield return (ModalitySets.Image, new ImageEncoder(image, recipe.Latent, recipe.Dropout, _noise));
        }

        private static FusionModule? OnlyFor(string name) => name == Seq2Seq ? null
            : throw new UserErrorException($"{name}: expected several modalities to fuse, found one; only {Seq2Seq} reads a single one");

        private FusionModule Fusion(string name, Modality[] modalities) => name switch
        {
            Seq2Seq => new ConcatFusion(modalities),
            ConcatMatched => Matched(modalities, Gan),
            ConcatMatchedAuto => Matched(modalities, Auto),
            Auto => new AutoFusion(modalities, recipe.Latent),
            Gan => recipe.Schedule == GanSchedule.ThreeStage ? new PublishedGanFusion(modalities, recipe.Latent, Game) : new GANFusion(modalities, recipe.Latent, Game),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"expected one of {string.Join(", ", Names)}"),
        };

        private GANFusionOptions Game => new()
        {
            Training = recipe.Schedule == GanSchedule.Alternating ? GANTraining.Alternating : GANTraining.Joint,
            Objective = recipe.Objective, Normalization = recipe.Normalization, DiscriminatorHidden = recipe.DiscriminatorHidden, NoiseStd = recipe.NoiseStd,
        };

        private MatchedConcatFusion Matched(Modality[] modalities, string fusion) => new(modalities, recipe.Latent, ModelWeights.Count(() => Fusion(fusion, modalities)));
    }
}
