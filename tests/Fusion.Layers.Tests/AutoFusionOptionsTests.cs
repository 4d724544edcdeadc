using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;

namespace Fusion.Layers.Tests;

/// <summary>AutoFusion's options as values.</summary>
public sealed class AutoFusionOptionsTests
{
    [Property(MaxTest = 200, Arbitrary = [typeof(FusionCases)])]
    public void AJsonRoundTripKeepsThemEqual(AutoFusionOptions options)
    {
        var json = JsonSerializer.Serialize(options);
        var again = JsonSerializer.Deserialize<AutoFusionOptions>(json)!;
        Assert.Equal(options, again);
        Assert.Equal(options.GetHashCode(), again.GetHashCode());
        Assert.Equal(json, JsonSerializer.Serialize(again));
    }

    [Fact]
    public void EnumsAreWrittenByName() =>
        Assert.Contains("\"SumPerSample\"", JsonSerializer.Serialize(AutoFusionOptions.Paper), StringComparison.Ordinal);

    [Fact]
    public void PresetsAreWhatTheirNamesSay()
    {
        Assert.Equal(new AutoFusionOptions(), AutoFusionOptions.Default);
        Assert.Equal(new AutoFusionOptions { Reduction = Reduction.SumPerSample }, AutoFusionOptions.Paper);
        Assert.Equal(new AutoFusionOptions { Reduction = Reduction.Mean }, AutoFusionOptions.Published);
        var options = AutoFusionOptions.Default;
        Assert.Equal(
            (false, 0.0, AbsentFill.Zeros, (long?)null, InputNorm.None, (long?)null, Reduction.Mean, false, true),
            (options.LossInEval, options.ModalityDropout, options.AbsentFill, options.Seed, options.InputNorm, options.HiddenFeatures, options.Reduction, options.DetachTarget, options.FinalActivation));
        Assert.Null(options.ModalityWeights);
    }

    [Fact]
    public void EveryPropertyCountsForEquality()
    {
        AutoFusionOptions[] all =
        [
            new(),
            new() { LossInEval = true },
            new() { ModalityDropout = 0.1 },
            new() { AbsentFill = AbsentFill.Learned },
            new() { Seed = 1 },
            new() { InputNorm = InputNorm.Layer },
            new() { HiddenFeatures = 2 },
            new() { Reduction = Reduction.SumPerSample },
            new() { DetachTarget = true },
            new() { ModalityWeights = [] },
            new() { ModalityWeights = [1, 2] },
            new() { ModalityWeights = [2, 1] },
            new() { FinalActivation = false },
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(new AutoFusionOptions { ModalityWeights = [1, 2] }, new AutoFusionOptions { ModalityWeights = new List<double> { 1, 2 } });
    }

    [Fact]
    public void WhatMakesNoSenseIsRefusedByName()
    {
        Refuses("ModalityDropout: expected a probability in [0, 1), found 1", new() { ModalityDropout = 1 });
        Refuses("ModalityDropout: expected a probability in [0, 1), found -0.1", new() { ModalityDropout = -0.1 });
        Refuses("ModalityDropout: expected a probability in [0, 1), found NaN", new() { ModalityDropout = double.NaN });
        Refuses("AbsentFill: expected one of Zeros, Learned, found 7", new() { AbsentFill = (AbsentFill)7 });
        Refuses("InputNorm: expected one of None, Layer, found 7", new() { InputNorm = (InputNorm)7 });
        Refuses("InputNorm: expected at least 2 features in modality 'b'", new() { InputNorm = InputNorm.Layer });
        Refuses("HiddenFeatures: expected a positive number or null, found -1", new() { HiddenFeatures = -1 });
        Refuses("Reduction: expected one of Mean, SumPerSample, found 9", new() { Reduction = (Reduction)9 });
        Refuses("ModalityWeights: expected 2 weights, one per modality, found 3", new() { ModalityWeights = [1, 1, 1] });
        Refuses("ModalityWeights: expected finite weights of at least 0, found -1", new() { ModalityWeights = [1, -1] });
        Refuses("ModalityWeights: expected finite weights of at least 0, found Infinity", new() { ModalityWeights = [1, double.PositiveInfinity] });
    }

    [Fact]
    public void WeightsAreTheirOwn()
    {
        var weights = new[] { 1.0, 2.0 };
        var options = new AutoFusionOptions { ModalityWeights = weights };

        weights[0] = -5;

        Assert.Equal([1, 2], options.ModalityWeights);
    }

    private static void Refuses(string message, AutoFusionOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new AutoFusion([("a", 3), ("b", 1)], 2, options)).Message, StringComparison.Ordinal);
}
