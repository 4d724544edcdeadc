using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;

namespace Fusion.Layers.Tests;

/// <summary>GANFusion's options as values, and which of them go together.</summary>
public sealed class GANFusionOptionsTests
{
    [Property(MaxTest = 200, Arbitrary = [typeof(FusionCases)])]
    public void AJsonRoundTripKeepsThemEqual(GANFusionOptions options)
    {
        var json = JsonSerializer.Serialize(options);
        var again = JsonSerializer.Deserialize<GANFusionOptions>(json)!;
        Assert.Equal(options, again);
        Assert.Equal(options.GetHashCode(), again.GetHashCode());
        Assert.Equal(json, JsonSerializer.Serialize(again));
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(FusionCases)])]
    public void WhatTheGeneratorsCallLegalIsAccepted(GANFusionOptions options)
    {
        using var module = new GANFusion([("a", 3), ("b", 4)], 2, options);
        Assert.Equal(2, module.OutputFeatures);
    }

    [Fact]
    public void EnumsAreWrittenByName()
    {
        var json = JsonSerializer.Serialize(new GANFusionOptions { Objective = Objective.Hinge, Training = GANTraining.Alternating, BranchReduction = BranchReduction.Mean, Normalization = Normalization.Layer });
        Assert.All(["\"Hinge\"", "\"Alternating\"", "\"Mean\"", "\"Layer\""], name => Assert.Contains(name, json, StringComparison.Ordinal));
    }

    [Fact]
    public void PresetsAreWhatTheirNamesSay()
    {
        Assert.Equal(new GANFusionOptions(), GANFusionOptions.Default);
        var (options, paper, published) = (GANFusionOptions.Default, GANFusionOptions.Paper, GANFusionOptions.Published);
        Assert.Equal(
            (Objective.NonSaturating, GANTraining.Joint, Normalization.Batch, false, 0.0, 1.0, 0.01),
            (options.Objective, options.Training, options.Normalization, options.SpectralNorm, options.R1Gamma, options.RealLabel, options.NoiseStd));
        Assert.Equal(
            (256L, 1.0, Reduction.Mean, BranchReduction.Sum, false),
            (options.DiscriminatorHidden, options.ReconstructionWeight, options.Reduction, options.BranchReduction, options.AlwaysAutoFuse));
        Assert.Equal(new GANFusionOptions { Objective = Objective.Minimax, Reduction = Reduction.SumPerSample, ReconstructionWeight = 0 }, paper);
        Assert.Equal(BranchReduction.Sum, paper.BranchReduction);
        Assert.Equal(new GANFusionOptions { AlwaysAutoFuse = true }, published);
        Assert.Equal((Objective.NonSaturating, 1.0, Reduction.Mean), (published.Objective, published.ReconstructionWeight, published.Reduction));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefusedByName()
    {
        Refuses("ModalityDropout: expected a probability in [0, 1), found 1", new() { ModalityDropout = 1 });
        Refuses("Objective: expected one of NonSaturating, Minimax, LeastSquares, Hinge, Wasserstein, found 9", new() { Objective = (Objective)9 });
        Refuses("Training: expected one of Joint, Alternating, found 9", new() { Training = (GANTraining)9 });
        Refuses("Normalization: expected one of Batch, Layer, None, found 9", new() { Normalization = (Normalization)9 });
        Refuses("BranchReduction: expected one of Sum, Mean, found 9", new() { BranchReduction = (BranchReduction)9 });
        Refuses("Reduction: expected one of Mean, SumPerSample, found 9", new() { Reduction = (Reduction)9 });
        Refuses("DiscriminatorHidden: expected a positive number, found 0", new() { DiscriminatorHidden = 0 });
        Refuses("R1Gamma: expected a finite weight of at least 0, found -1", new() { R1Gamma = -1, Normalization = Normalization.Layer });
        Refuses("NoiseStd: expected a finite standard deviation of at least 0, found NaN", new() { NoiseStd = double.NaN });
        Refuses("ReconstructionWeight: expected a finite weight of at least 0, found -0.5", new() { ReconstructionWeight = -0.5 });
        Refuses("RealLabel: expected a label in (0, 1], found 0", new() { RealLabel = 0 });
        Refuses("RealLabel: expected a label in (0, 1], found 1.1", new() { RealLabel = 1.1 });
    }

    [Fact]
    public void OptionsThatContradictEachOtherAreRefused()
    {
        Refuses("RealLabel: expected 1 with the Hinge objective", new() { Objective = Objective.Hinge, RealLabel = 0.9 });
        Refuses("RealLabel: expected 1 with the Wasserstein objective", new() { Objective = Objective.Wasserstein, RealLabel = 0.9, SpectralNorm = true, Normalization = Normalization.None });
        Refuses("Normalization: expected Layer or None with R1Gamma above 0", new() { R1Gamma = 1 });
        Refuses("Normalization: expected Layer or None with the Wasserstein objective", new() { Objective = Objective.Wasserstein, SpectralNorm = true });
        Refuses("Objective: expected SpectralNorm or R1Gamma above 0 with Wasserstein", new() { Objective = Objective.Wasserstein, Normalization = Normalization.Layer });
    }

    private static void Refuses(string message, GANFusionOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new GANFusion([("a", 3), ("b", 4)], 2, options)).Message, StringComparison.Ordinal);
}
