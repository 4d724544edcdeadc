using Fusion.Layers;
using Fusion.Layers.Adversarial;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Baselines;

/// <summary>
/// GAN-Fusion as the published program trains it, in three passes for each batch: the layers and initial weights of the package's <see cref="GANFusion"/>,
/// but each pass yields the loss of one <see cref="GanStage"/>, and nothing is detached.
/// </summary>
/// <remarks>
/// Which is not the game of equation 2: the generators are also pushed to make the discriminators right about generated vectors, the encoders to make
/// them right about real ones, and the discriminators to be deceived, because one optimiser moves everything on every loss.
/// Differences from the published program, so that the comparison with <see cref="GANFusion"/> shows the schedule alone: the complement of one modality of the
/// right width is that modality itself; noise is added in training only; input width and fused width may differ.
/// An absent modality plays as zeros, or as what <see cref="FusionOptions.AbsentFill"/> says; the published program knows none.
/// </remarks>
internal sealed class PublishedGanFusion : FusionModule
{
    private readonly GANFusionOptions _options;
    private readonly IReadOnlyList<PublishedGanBranch> _branches;
    private readonly Sequential _fuse;

    /// <param name="modalities">The inputs, at least two.</param>
    /// <param name="outputFeatures">Width of the fused vectors.</param>
    /// <param name="options">Of these the noise, the discriminators' width, AlwaysAutoFuse, and what all fusions share.</param>
    public PublishedGanFusion(IReadOnlyList<Modality> modalities, long outputFeatures, GANFusionOptions options)
        : base(nameof(PublishedGanFusion), modalities, outputFeatures, options, null, null)
    {
        _options = options;
        _branches = [.. modalities.Select((_, position) => Branch(position))];
        register_module("branches", new Named(modalities, _branches));
        var (all, half) = (modalities.Count * outputFeatures, modalities.Count * outputFeatures / 2);
        register_module("fuse", _fuse = nn.Sequential(("0", nn.Linear(all, half)), ("1", nn.Tanh()), ("2", nn.Linear(half, outputFeatures)), ("3", nn.ReLU())));
    }

    /// <summary>Whose loss the next pass computes.</summary>
    public GanStage Stage { get; set; }

    public IEnumerable<Parameter> GeneratorParameters => _branches.SelectMany(branch => branch.GeneratorParameters);

    public IEnumerable<Parameter> DiscriminatorParameters => _branches.SelectMany(branch => branch.DiscriminatorParameters);

    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        if (training && rows.Count == 1)
            throw new ArgumentException("values: expected at least 2 rows in training with batch normalisation, found 1", nameof(rows));
        Tensor[] values = [.. Enumerable.Range(0, Modalities.Count).Select(modality => Filled(rows, modality))];
        Tensor[] generated = [.. _branches.Select((branch, modality) => branch.Generate(WithNoise(values[modality])))];
        var fused = _fuse.forward(cat(generated, -1));
        return computeLoss ? WithLoss(fused, values, generated) : FusionResult.Plain(fused);
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private FusionResult WithLoss(Tensor fused, Tensor[] values, Tensor[] generated)
    {
        var parts = _branches.Index().SelectMany(item => item.Item.Losses(Stage, generated[item.Index], Others(values, item.Index))
            .Select(part => (Name: $"{part.Name}/{Modalities[item.Index].Name}", part.Value))).ToArray();
        return new FusionResult(
            fused, parts.Select(part => part.Value).Aggregate((sum, value) => sum.Plus(value)), parts.ToDictionary(part => part.Name, part => part.Value.detach()));
    }

    private static Tensor Others(Tensor[] values, int position) => cat([.. values.Where((_, other) => other != position)], -1);

    private PublishedGanBranch Branch(int position)
    {
        var others = Modalities.Where((_, other) => other != position).ToArray();
        var learns = _options.AlwaysAutoFuse || others.Length > 1 || others[0].Features != OutputFeatures;
        return new(Modalities[position].Features, others.Sum(other => other.Features), OutputFeatures, _options.DiscriminatorHidden, learns);
    }

    private Tensor WithNoise(Tensor values) => training ? values.PlusNoise(_options.NoiseStd, Noise) : values;

    /// <summary>The branches by the names of their modalities.</summary>
    private sealed class Named : nn.Module
    {
        public Named(IReadOnlyList<Modality> modalities, IReadOnlyList<PublishedGanBranch> branches)
            : base(nameof(Named))
        {
            foreach (var (modality, branch) in modalities.Zip(branches))
                register_module(modality.Name, branch);
        }
    }
}
