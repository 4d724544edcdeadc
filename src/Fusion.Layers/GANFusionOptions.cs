namespace Fusion.Layers;

/// <summary>Options of <see cref="GANFusion"/>. Immutable; equal by value; a JSON round trip keeps it equal.</summary>
public sealed record GANFusionOptions : FusionOptions
{
    /// <summary>Recommended: non-saturating game, batch normalisation, reconstruction weight 1, sum over branches.</summary>
    public static GANFusionOptions Default { get; } = new();

    /// <summary>Equations 2 and 3 as printed: minimax, sum over branches, no reconstruction term (learned complements then stay as they were drawn).</summary>
    public static GANFusionOptions Paper { get; } = new() { Objective = Objective.Minimax, Reduction = Reduction.SumPerSample, ReconstructionWeight = 0 };

    /// <summary>The losses of the published code: non-saturating, every complement auto-fused, element mean with weight 1.</summary>
    public static GANFusionOptions Published { get; } = new() { AlwaysAutoFuse = true };

    /// <summary>Which game is played. Default: non-saturating.</summary>
    public Objective Objective { get; init; }

    /// <summary>One loss for both players, or the generator side alone. Default: joint.</summary>
    public GANTraining Training { get; init; }

    /// <summary>Normalisation of the hidden layers of generators and discriminators. Default: batch.</summary>
    public Normalization Normalization { get; init; }

    /// <summary>Divides each discriminator weight by its largest singular value (one power iteration for each batch that trains it). Default: off.</summary>
    public bool SpectralNorm { get; init; }

    /// <summary>Weight gamma of the R1 penalty gamma/2 E||grad D(real)||^2, added to the discriminator term; refuses batch normalisation. Default: 0.</summary>
    public double R1Gamma { get; init; }

    /// <summary>Target of the real side, in (0, 1]; below 1 it is one-sided label smoothing (NonSaturating, Minimax, LeastSquares). Default: 1.</summary>
    public double RealLabel { get; init; } = 1;

    /// <summary>Standard deviation of the Gaussian noise added to each generator's input in training. Default: 0.01.</summary>
    public double NoiseStd { get; init; } = 0.01;

    /// <summary>Width h of the discriminators' hidden layers. Default: 256.</summary>
    public long DiscriminatorHidden { get; init; } = 256;

    /// <summary>Weight of the complements' reconstruction loss. Default: 1.</summary>
    public double ReconstructionWeight { get; init; } = 1;

    /// <summary>How the complements' squared errors become their reconstruction loss. Default: mean over elements.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>How the branches' losses become one. Default: sum, equation 3.</summary>
    public BranchReduction BranchReduction { get; init; }

    /// <summary>Auto-fuses the complement even where the one other modality already has the output's width. Default: off, section 3.2 of the paper.</summary>
    public bool AlwaysAutoFuse { get; init; }

    internal override void Validate(IReadOnlyList<Modality> modalities)
    {
        base.Validate(modalities);
        Require.Defined(Objective, nameof(Objective));
        Require.Defined(Training, nameof(Training));
        Require.Defined(Normalization, nameof(Normalization));
        Require.Defined(Reduction, nameof(Reduction));
        Require.Defined(BranchReduction, nameof(BranchReduction));
        Require.Positive(DiscriminatorHidden, nameof(DiscriminatorHidden));
        Require.That(double.IsFinite(R1Gamma) && R1Gamma >= 0, nameof(R1Gamma), "a finite weight of at least 0", R1Gamma);
        Require.That(double.IsFinite(NoiseStd) && NoiseStd >= 0, nameof(NoiseStd), "a finite standard deviation of at least 0", NoiseStd);
        Require.That(double.IsFinite(ReconstructionWeight) && ReconstructionWeight >= 0, nameof(ReconstructionWeight), "a finite weight of at least 0", ReconstructionWeight);
        Require.That(RealLabel is > 0 and <= 1, nameof(RealLabel), "a label in (0, 1]", RealLabel);
        Require.That(RealLabel == 1 || Objective is not (Objective.Hinge or Objective.Wasserstein), nameof(RealLabel), $"1 with the {Objective} objective, which has no labels", RealLabel);
        Require.That(R1Gamma == 0 || Normalization != Normalization.Batch, nameof(Normalization), "Layer or None with R1Gamma above 0: the penalty is per row and batch normalisation mixes rows", Normalization);
        if (Objective != Objective.Wasserstein)
            return;

        Require.That(Normalization != Normalization.Batch, nameof(Normalization), "Layer or None with the Wasserstein objective: its critic scores single rows and batch normalisation mixes rows", Normalization);
        Require.That(SpectralNorm || R1Gamma > 0, nameof(Objective), "SpectralNorm or R1Gamma above 0 with Wasserstein, whose critic is unbounded otherwise", "neither");
    }
}
