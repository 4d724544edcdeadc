using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers.Adversarial;

/// <summary>One modality's game: a generator that imitates the complement, a discriminator that tells them apart, and the complement.</summary>
internal sealed class Branch : nn.Module
{
    private readonly GANFusionOptions _options;
    private readonly string _modality;
    private readonly IReadOnlyList<Modality> _modalities;
    private readonly int _position;
    private readonly int[] _others;
    private readonly NormalizedMlp _generator;
    private readonly AutoFusion? _complement;

    public Branch(IReadOnlyList<Modality> modalities, int position, long features, GANFusionOptions options, Device? device, ScalarType? dtype)
        : base(nameof(Branch))
    {
        _options = options;
        _modalities = modalities;
        _position = position;
        _modality = modalities[position].Name;
        _others = [.. Enumerable.Range(0, modalities.Count).Where(m => m != position)];
        _generator = new NormalizedMlp(modalities[position].Features, 2 * features, features, options.Normalization, spectralNorm: false, device, dtype);
        Discriminator = new NormalizedMlp(features, options.DiscriminatorHidden, 1, options.Normalization, options.SpectralNorm, device, dtype);
        register_module("generator", _generator);
        register_module("discriminator", Discriminator);
        if (!options.AlwaysAutoFuse && _others.Length == 1 && modalities[_others[0]].Features == features)
            return;

        // A learned complement: a bare linear map would get no gradient, the reconstruction loss trains this one.
        _complement = new AutoFusion([.. _others.Select(m => modalities[m])], features, new AutoFusionOptions { Reduction = options.Reduction }, device, dtype, minimumModalities: 1);
        register_module("complement", _complement);
    }

    public NormalizedMlp Discriminator { get; }

    private bool NeedsStatistics => training && _options.Normalization == Normalization.Batch;

    /// <summary>z_g of the rows that have the modality, (n_m, t); null where none has it.</summary>
    public Tensor? Generate(FusionRows rows, Generator noise)
    {
        if (rows.Values(_position) is not { } values)
            return null;

        return NeedsStatistics && values.size(0) < 2
            ? _generator.ForwardWithRunningStatistics(WithNoise(values, noise))
            : _generator.forward(WithNoise(values, noise));
    }

    /// <summary>The game's rows of one batch, or null where too few rows can play it.</summary>
    /// <param name="rows">The valid rows.</param>
    /// <param name="generated">What <see cref="Generate"/> gave.</param>
    public Round? Play(FusionRows rows, Tensor? generated) => Pair(rows, generated, reconstruct: true);

    /// <summary>What the discriminator minimises, with its diagnostics; neither real nor fake rows receive gradient.</summary>
    public Tensor DiscriminatorLoss(Round round, IDictionary<string, Tensor> terms)
    {
        var penalise = _options.R1Gamma > 0 && is_grad_enabled();
        var realRows = round.Real.detach();
        if (penalise)
            realRows.requires_grad_(true);
        var realLogits = Discriminator.forward(realRows);
        var real = LossDtype.Widen(realLogits);
        var fake = LossDtype.Widen(Discriminator.forward(round.Fake.detach()));

        var loss = AdversarialLoss.Discriminator(_options.Objective, real, fake, _options.RealLabel);
        if (penalise)
            loss = loss.Plus(GradientPenalty.R1(realRows, realLogits, _options.R1Gamma));
        terms[$"discriminator/{_modality}"] = loss.detach();
        if (AdversarialLoss.Threshold(_options.Objective) is { } zeroPoint)
        {
            using var threshold = zeroPoint.ToScalar();
            terms[$"accuracy.real/{_modality}"] = (real.detach() > threshold).to_type(real.dtype).mean();
            terms[$"accuracy.fake/{_modality}"] = (fake.detach() <= threshold).to_type(fake.dtype).mean();
        }

        return loss;
    }

    /// <summary>What everything but the discriminator minimises: the generator's side and the complement's reconstruction.</summary>
    public Tensor FusionLoss(Round round, IDictionary<string, Tensor> terms)
    {
        var loss = AdversarialLoss.Generator(_options.Objective, LossDtype.Widen(Discriminator.ForwardFrozen(round.Fake)));
        terms[$"generator/{_modality}"] = loss.detach();
        if (round.Reconstruction is not { } reconstruction)
            return loss;

        terms[$"complement/{_modality}"] = reconstruction.detach();
        if (_options.ReconstructionWeight == 0)
            return loss;

        using var weight = _options.ReconstructionWeight.ToScalar();
        return loss.Plus(reconstruction.mul(weight));
    }

    /// <summary>A round for the discriminator alone: no gradient, and no statistics of the generator move.</summary>
    public Round? PlayWithoutGradient(FusionRows rows, Generator noise)
    {
        using var noGrad = no_grad();
        return rows.Values(_position) is { } values
            ? Pair(rows, _generator.ForwardUntracked(WithNoise(values, noise)), reconstruct: false)
            : null;
    }

    /// <inheritdoc/>
    // Children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private Round? Pair(FusionRows rows, Tensor? generated, bool reconstruct)
    {
        if (generated is null || (NeedsStatistics && generated.size(0) < 2))
            return null;

        // Positions among the branch's own rows whose sample has a complement.
        var accompanied = rows.Accompanied(_position);
        var fake = FusionRows.Take(generated, accompanied);
        if (fake.size(0) < (NeedsStatistics ? 2 : 1))
            return null;

        var selected = FusionRows.Compose(rows.Indices(_position), accompanied);
        var others = rows.Select(selected, _others, _modalities, fake.dtype, fake.device);
        if (_complement is null)
            return new Round(others.Values(0)!, fake, null);

        var (real, reconstruction, _) = _complement.Fuse(others, reconstruct);
        return new Round(real, fake, reconstruction);
    }

    private Tensor WithNoise(Tensor values, Generator noise) => training ? values.PlusNoise(_options.NoiseStd, noise) : values;
}
