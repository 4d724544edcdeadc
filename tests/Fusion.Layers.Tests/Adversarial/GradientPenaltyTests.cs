using Fusion.Layers.Adversarial;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>R1 as a formula and as a force.</summary>
public sealed class GradientPenaltyTests
{
    [Fact]
    public void OfALinearScoreItIsHalfGammaTimesTheSquaredSlope()
    {
        using var scope = NewDisposeScope();
        var slope = tensor(new[] { 3.0, 4.0 }).requires_grad_(true);
        var real = randn(7, 2, dtype: ScalarType.Float64).requires_grad_(true);
        var penalty = GradientPenalty.R1(real, real.mv(slope).unsqueeze(1), 0.5);
        TensorAssert.Close(0.25 * 25, penalty.item<double>(), 1e-12, "penalty");
        penalty.backward();
        TensorAssert.Close([1.5, 2], TensorAssert.Numbers(slope.grad!), 1e-12, "gradient");
    }

    [Fact]
    public void OfASquareScoreItIsTheMeanOverRows()
    {
        using var scope = NewDisposeScope();
        var real = tensor(new[] { 1.0, 0.0, 0.0, 2.0 }).reshape(2, 2).requires_grad_(true);
        // Gradients 2x: squared norms 4 and 16.
        TensorAssert.Close(0.5 * 2 * 10, GradientPenalty.R1(real, real.square().sum(1, keepdim: true), 2).item<double>(), 1e-12, "penalty");
    }

    [Fact]
    public void ItChangesTheDiscriminatorsGradientsAndNoOthers()
    {
        using var scope = NewDisposeScope();
        using var plain = Build(0);
        using var penalised = Build(5);
        foreach (var module in new[] { plain, penalised })
        {
            using var generator = new Generator(3);
            module.call(randn(8, 3, dtype: ScalarType.Float64, generator: generator), randn(8, 3, dtype: ScalarType.Float64, generator: generator)).Loss!.backward();
        }

        var (before, after) = (ModuleState.Gradients(plain), ModuleState.Gradients(penalised));
        foreach (var (name, gradient) in before)
        {
            if (name.Contains(".discriminator.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))
                Assert.NotEqual(TensorAssert.Numbers(gradient!), TensorAssert.Numbers(after[name]!));
            else if (!name.Contains(".discriminator.", StringComparison.Ordinal))
                TensorAssert.Same(gradient, after[name], name);
        }
    }

    [Fact]
    public void TrainingWithItKeepsTheScoreFlat()
    {
        using var scope = NewDisposeScope();
        Assert.InRange(SlopeAfterTraining(10), 0, SlopeAfterTraining(0) / 5);
    }

    [Fact]
    public void WithoutGradientModeItIsLeftOut()
    {
        using var scope = NewDisposeScope();
        using var module = Build(5);
        using var generator = new Generator(3);
        var (a, b) = (randn(8, 3, dtype: ScalarType.Float64, generator: generator), randn(8, 3, dtype: ScalarType.Float64, generator: generator));
        var with = module.call(a, b).Terms["discriminator/a"].item<double>();
        using var noGrad = no_grad();
        using var plain = Build(0);
        var without = module.call(a, b).Terms["discriminator/a"].item<double>();
        Assert.True(with > without);
        TensorAssert.Close(plain.call(a, b).Terms["discriminator/a"].item<double>(), without, 1e-12, "without the penalty");
    }

    /// <summary>Mean squared gradient of the score at real rows, after discriminators alone have learnt for a while.</summary>
    private static double SlopeAfterTraining(double gamma)
    {
        using var module = Build(gamma);
        using var optimizer = optim.SGD(module.discriminator_parameters(), 0.05);
        using var generator = new Generator(3);
        var (a, b) = (randn(32, 3, dtype: ScalarType.Float64, generator: generator), randn(32, 3, dtype: ScalarType.Float64, generator: generator) + 2);
        for (var step = 0; step < 150; step++)
        {
            module.zero_grad();
            module.call(a, b).Loss!.backward();
            optimizer.step();
        }

        var real = b.clone().requires_grad_(true);
        var score = Networks.Of(module).Mlp("branches.a.discriminator", real, Normalization.None, training: true, sigma: false);
        return autograd.grad([score.sum()], [real])[0].square().sum(1).mean().item<double>();
    }

    private static GANFusion Build(double gamma)
    {
        manual_seed(6);
        return new GANFusion([("a", 3), ("b", 3)], 3, new GANFusionOptions { R1Gamma = gamma, Normalization = Normalization.None, DiscriminatorHidden = 8, NoiseStd = 0 }, dtype: ScalarType.Float64);
    }
}
