using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>The models of the CMU-MOSI experiment, by name: a learner for each modality and, where all three are read, a fusion.</summary>
internal static class MosiModels
{
    public const string Concat = "concat";
    public const string ConcatMatchedAuto = "concat-matched-auto";
    public const string ConcatMatchedGan = "concat-matched-gan";
    public const string Auto = "autofusion";
    public const string Gan = "ganfusion";
    public const string Tfn = "tfn";
    public const string Lmf = "lmf";

    /// <summary>Models of one modality each.</summary>
    public static readonly IReadOnlyList<string> Unimodal = [.. MosiCorpus.Modalities.Select(source => source.Name)];

    /// <summary>Models of all modalities.</summary>
    public static readonly IReadOnlyList<string> Fusions = [Concat, ConcatMatchedAuto, ConcatMatchedGan, Auto, Gan];

    /// <summary>Fusions of other authors.</summary>
    public static readonly IReadOnlyList<string> Baselines = [Tfn, Lmf];

    /// <summary>Every model that the package is held against, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Unimodal, .. Fusions];

    /// <summary>The fusion and the concatenation of equal size it is compared with.</summary>
    public static readonly IReadOnlyList<(string Fusion, string Matched)> Pairs = [(Auto, ConcatMatchedAuto), (Gan, ConcatMatchedGan)];

    /// <summary>The modalities a model reads.</summary>
    public static ModalitySet Reads(string name) => name switch
    {
        "text" => ModalitySet.T,
        "audio" => ModalitySet.S,
        "video" => ModalitySet.V,
        _ => ModalitySet.SVT,
    };

    /// <summary>Builds a model on a device; weights depend on the seed alone.</summary>
    /// <param name="name">One of <see cref="Names"/> or <see cref="Baselines"/>.</param>
    /// <param name="recipe">Widths, dropout and the options of the fusions.</param>
    /// <param name="seed">Seed of every draw.</param>
    /// <param name="device">Where the parameters live.</param>
    public static ClassifierModel<VectorsInput> Build(string name, MosiRecipe recipe, int seed, Device device) =>
        ModelWeights.Draw(seed, () => new Builder(recipe).Build(name)).to(device);

    private sealed class Builder(MosiRecipe recipe)
    {
        private readonly DropoutNoise _noise = new();

        public FusionClassifier<VectorsInput> Build(string name)
        {
            // All encoders are drawn whatever the model, so that models of one seed start from the same ones.
            var encoders = MosiCorpus.Modalities.Select(Encoder).ToArray();
            if (Unimodal.Contains(name))
                return Classifier([.. encoders.Where(encoder => encoder.Name == name)], null);
            Modality[] modalities = [.. encoders.Select(encoder => new Modality(encoder.Name, recipe.Width))];
            return Classifier(encoders, Fusion(name, modalities));
        }

        private FusionClassifier<VectorsInput> Classifier((string, ModalityEncoder<VectorsInput>)[] encoders, FusionModule? fusion) =>
            new(encoders, fusion, MosiCorpus.ClassNames.Count, recipe.Dropout, _noise);

        private (string Name, ModalityEncoder<VectorsInput> Encoder) Encoder(MosiCorpus.Source source, int modality) =>
            (source.Name, new VectorEncoder(modality, source.Features, recipe.Width, recipe.Dropout, _noise));

        private FusionModule Fusion(string name, Modality[] modalities) => name switch
        {
            Concat => new ConcatFusion(modalities, Options),
            ConcatMatchedAuto => Matched(modalities, Auto),
            ConcatMatchedGan => Matched(modalities, Gan),
            Auto => new AutoFusion(modalities, recipe.Latent, Options),
            Gan => new GANFusion(modalities, recipe.Latent, new GANFusionOptions
            {
                ModalityDropout = recipe.ModalityDropout, DiscriminatorHidden = recipe.DiscriminatorHidden, NoiseStd = recipe.NoiseStd,
            }),
            Tfn => new TensorFusion(modalities, recipe.Latent, Options),
            Lmf => new LowRankFusion(modalities, recipe.Latent, options: Options),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"expected one of {string.Join(", ", Names.Concat(Baselines))}"),
        };

        private AutoFusionOptions Options => new() { ModalityDropout = recipe.ModalityDropout };

        private MatchedConcatFusion Matched(Modality[] modalities, string fusion) =>
            new(modalities, recipe.Latent, ModelWeights.Count(() => Fusion(fusion, modalities)), Options);
    }
}
