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

    public const string Late = "late";
    public const string Mdre = "mdre";
    public const string Mdrea = "mdrea";
    public const string Mha1 = "mha-1";
    public const string Mha2 = "mha-2";
    public const string Mha3 = "mha-3";
    public const string Tfn = "tfn";
    public const string Lmf = "lmf";
    public const string Mult = "mult";

    /// <summary>Why a model that reads frames cannot run on prepared data.</summary>
    public const string NoFrames = "AudioLearner=Frames: expected the IEMOCAP release with its recordings, found prepared data, which hold no frames of speech";

    /// <summary>Why word vectors cannot stay frozen on data that bring none.</summary>
    public const string NoVectors = "WordVectors=PretrainedFrozen: expected word vectors with the data (glove200.npy), found none";

    /// <summary>The models of Table 3 and the other matched concatenation, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Names = [Text, Speech, Concat, ConcatMatched, ConcatMatchedAuto, Auto, Gan];

    /// <summary>Fusions of other authors, and late fusion.</summary>
    public static readonly IReadOnlyList<string> Baselines = [Late, Mdre, Mdrea, Mha1, Mha2, Mha3, Tfn, Lmf, Mult];

    /// <summary>The fusion and the concatenation of its own size.</summary>
    public static readonly IReadOnlyList<(string Fusion, string Matched)> Pairs = [(Auto, ConcatMatchedAuto), (Gan, ConcatMatched)];

    /// <summary>The modalities a model reads.</summary>
    public static ModalitySet Reads(string name) => name switch
    {
        Text => ModalitySet.T,
        Speech => ModalitySet.S,
        _ => ModalitySet.ST,
    };

    /// <summary>Whether a model reads the cepstral frames where there are any.</summary>
    public static bool ReadsFrames(string name, IemocapRecipe recipe) => IsSequenceModel(name) || NeedsFrames(name, recipe);

    /// <summary>Whether a model cannot do without cepstral frames.</summary>
    public static bool NeedsFrames(string name, IemocapRecipe recipe) => recipe.AudioLearner == AudioLearner.Frames && name != Text && !IsSequenceModel(name);

    /// <summary>Whether a model cannot do without word vectors that come with the data.</summary>
    public static bool NeedsVectors(string name, IemocapRecipe recipe) => recipe.WordVectors == WordVectors.PretrainedFrozen && name != Speech;

    /// <summary>Whether a model's loss is its own, whatever the recipe says.</summary>
    public static bool HasOwnLoss(string name) => name is Late or Mdre or Mdrea;

    private static bool IsSequenceModel(string name) => name is Mdre or Mdrea or Mha1 or Mha2 or Mha3 or Mult;

    /// <summary>Builds a model on a device; weights depend on the seed alone.</summary>
    /// <param name="name">One of <see cref="Names"/> or <see cref="Baselines"/>.</param>
    /// <param name="recipe">Widths, dropout and the options of the fusions.</param>
    /// <param name="data">Vocabulary size, word vectors and widths of the inputs.</param>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="device">Where the parameters live.</param>
    public static ClassifierModel<EmotionInput> Build(string name, IemocapRecipe recipe, IemocapData data, int seed, Device device) =>
        Build(name, recipe, IemocapSizes.Of(data), seed, device);

    /// <summary>The same from sizes alone.</summary>
    public static ClassifierModel<EmotionInput> Build(string name, IemocapRecipe recipe, IemocapSizes sizes, int seed, Device device) =>
        ModelWeights.Draw(seed, () => new Builder(recipe, sizes).Build(name)).to(device);

    private sealed class Builder(IemocapRecipe recipe, IemocapSizes sizes)
    {
        private readonly DropoutNoise _noise = new();

        public ClassifierModel<EmotionInput> Build(string name) => name switch
        {
            Text => Classifier(("text", TextEncoder())),
            Speech => Classifier(("audio", AudioEncoder())),
            Late => new LateFusion<EmotionInput>([("text", TextEncoder()), ("audio", AudioEncoder())], sizes.Classes, recipe.Dropout, _noise),
            Mdre => WithWords(widths => new Mdre(widths, _noise)),
            Mdrea => WithWords(widths => new Mdrea(widths, _noise)),
            Mha1 => WithWords(widths => new MultiHopAttention(1, widths, _noise) { Criterion = recipe.TaskLoss }),
            Mha2 => WithWords(widths => new MultiHopAttention(2, widths, _noise) { Criterion = recipe.TaskLoss }),
            Mha3 => WithWords(widths => new MultiHopAttention(3, widths, _noise) { Criterion = recipe.TaskLoss }),
            Mult => WithWords(widths => new MultimodalTransformerClassifier(widths, recipe.Latent, new MultimodalTransformerOptions(), recipe.Dropout, _noise) { Criterion = recipe.TaskLoss }),
            _ => OfBoth(name),
        };

        private SequenceClassifier WithWords(Func<SequenceWidths, SequenceClassifier> build)
        {
            var model = build(new SequenceWidths(sizes.Words, WordFeatures, sizes.FrameFeatures ?? sizes.AudioFeatures, sizes.AudioFeatures, sizes.Classes));
            UseTable(model.Initialise);
            return model;
        }

        private FusionClassifier<EmotionInput> Classifier(params IReadOnlyList<(string, ModalityEncoder<EmotionInput>)> encoders) => Classifier(encoders, null);

        private FusionClassifier<EmotionInput> Classifier(IReadOnlyList<(string, ModalityEncoder<EmotionInput>)> encoders, FusionModule? fusion) =>
            new(encoders, fusion, sizes.Classes, recipe.Dropout, _noise) { Criterion = recipe.TaskLoss };

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
            Tfn => new TensorFusion(modalities, recipe.Latent),
            Lmf => new LowRankFusion(modalities, recipe.Latent),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"expected one of {string.Join(", ", Names.Concat(Baselines))}"),
        };

        private FusionModule GanFusion(Modality[] modalities)
        {
            var options = new GANFusionOptions
            {
                Training = recipe.Schedule == GanSchedule.Alternating ? GANTraining.Alternating : GANTraining.Joint, InputNorm = recipe.InputNorm, Objective = recipe.Objective, Normalization = recipe.Normalization, SpectralNorm = recipe.SpectralNorm,
                R1Gamma = recipe.R1Gamma, DiscriminatorHidden = recipe.DiscriminatorHidden, NoiseStd = recipe.NoiseStd,
            };
            if (recipe.Schedule == GanSchedule.ThreeStage)
                return new PublishedGanFusion(modalities, recipe.Latent, options);
            var fusion = new GANFusion(modalities, recipe.Latent, options);
            foreach (var parameter in fusion.discriminator_parameters())
                parameter.requires_grad = !recipe.FrozenDiscriminator;
            return fusion;
        }

        private MatchedConcatFusion Matched(Modality[] modalities, string fusion) =>
            new(modalities, recipe.Latent, ModelWeights.Count(() => Fusion(fusion, modalities)));

        // Null where the data bring none, or the recipe wants none.
        private float[]? Table => recipe.WordVectors == WordVectors.Random ? null : sizes.WordVectors;

        private int WordFeatures => Table is { } table ? table.Length / sizes.Words : recipe.WordFeatures;

        private TextEncoder TextEncoder()
        {
            var encoder = new TextEncoder(sizes.Words, WordFeatures, recipe.TextHidden, recipe.ForgetBias, recipe.TextDirections, recipe.Dropout, _noise, recipe.TextAttention);
            UseTable(encoder.Initialise);
            return encoder;
        }

        private void UseTable(Action<Tensor, bool> initialise)
        {
            if (Table is not { } values)
                return;
            using var table = tensor(values, [sizes.Words, WordFeatures]);
            initialise(table, recipe.WordVectors == WordVectors.PretrainedFrozen);
        }

        private ModalityEncoder<EmotionInput> AudioEncoder() => recipe.AudioLearner switch
        {
            AudioLearner.Mlp => new AudioMlp(sizes.AudioFeatures),
            AudioLearner.Frames => new AudioFramesLstm(sizes.FrameFeatures ?? throw new UserErrorException(NoFrames), recipe.AudioHidden, recipe.Dropout, _noise),
            _ => new AudioLstm(sizes.AudioFeatures, recipe.AudioHidden, recipe.Dropout, _noise),
        };
    }
}
