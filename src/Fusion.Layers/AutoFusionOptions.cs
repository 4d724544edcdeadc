namespace Fusion.Layers;

/// <summary>Options of <see cref="AutoFusion"/>. Immutable; equal by value; a JSON round trip keeps it equal.</summary>
public sealed record AutoFusionOptions : FusionOptions
{
    /// <summary>Recommended: element mean, attached target.</summary>
    public static AutoFusionOptions Default { get; } = new();

    /// <summary>Equation 1 as printed: the squared norm of the reconstruction error.</summary>
    public static AutoFusionOptions Paper { get; } = new() { Reduction = Reduction.SumPerSample };

    /// <summary>The loss of the published code: the mean over elements.</summary>
    public static AutoFusionOptions Published { get; } = new() { Reduction = Reduction.Mean };

    /// <summary>Width h of the hidden layers; default: half of the concatenated width k, rounded down.</summary>
    public long? HiddenFeatures { get; init; }

    /// <summary>How squared errors become the loss. Default: mean over elements.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Stops the gradient of the reconstruction loss at its target, so that encoders cannot shrink their output to please it. Default: off, as published.</summary>
    public bool DetachTarget { get; init; }

    /// <summary>Weight of each modality's share of the reconstruction loss, in the order of the modalities; default: 1 for each.</summary>
    public IReadOnlyList<double>? ModalityWeights { get; init => field = value is null ? null : [.. value]; }

    /// <summary>Whether the fused vector passes a final ReLU, as published. Default: on.</summary>
    public bool FinalActivation { get; init; } = true;

    internal override void Validate(IReadOnlyList<Modality> modalities)
    {
        base.Validate(modalities);
        Require.That(HiddenFeatures is null or > 0, nameof(HiddenFeatures), "a positive number or null", HiddenFeatures);
        Require.Defined(Reduction, nameof(Reduction));
        if (ModalityWeights is null)
            return;

        Require.That(ModalityWeights.Count == modalities.Count, nameof(ModalityWeights), $"{modalities.Count} weights, one per modality", ModalityWeights.Count);
        foreach (var weight in ModalityWeights)
            Require.That(double.IsFinite(weight) && weight >= 0, nameof(ModalityWeights), "finite weights of at least 0", weight);
    }

    /// <summary>Value equality: the weights compare element by element.</summary>
    /// <param name="other">The options to compare with.</param>
    public bool Equals(AutoFusionOptions? other) =>
        base.Equals(other)
        && HiddenFeatures == other.HiddenFeatures
        && Reduction == other.Reduction
        && DetachTarget == other.DetachTarget
        && FinalActivation == other.FinalActivation
        && (ModalityWeights ?? []).SequenceEqual(other.ModalityWeights ?? [])
        && ModalityWeights is null == other.ModalityWeights is null;

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(base.GetHashCode(), HiddenFeatures, Reduction, DetachTarget, FinalActivation, ModalityWeights?.Count);
}
