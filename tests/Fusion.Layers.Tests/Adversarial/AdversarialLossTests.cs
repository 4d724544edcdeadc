using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Layers.Adversarial;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>The table of objectives.</summary>
public sealed class AdversarialLossTests
{
    [Property(MaxTest = 200)]
    public void BothSidesAreTheTable(NormalFloat realLogit, NormalFloat fakeLogit, bool smoothed)
    {
        using var scope = NewDisposeScope();
        var (r, f, label) = (realLogit.Get, fakeLogit.Get, smoothed ? 0.9 : 1);
        static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        var entropy = (label * Softplus(-r)) + ((1 - label) * Softplus(r)) + Softplus(f);
        Check(Objective.NonSaturating, label, entropy, Softplus(-f));
        Check(Objective.Minimax, label, entropy, -Softplus(f));
        Check(Objective.LeastSquares, label, Math.Pow(r - label, 2) + (f * f), Math.Pow(f - 1, 2));
        Check(Objective.Hinge, 1, Math.Max(0, 1 - r) + Math.Max(0, 1 + f), -f);
        Check(Objective.Wasserstein, 1, f - r, -f);

        void Check(Objective objective, double target, double discriminator, double generator)
        {
            var (real, fake) = (tensor(new[] { r }).unsqueeze(1), tensor(new[] { f }).unsqueeze(1));
            TensorAssert.Close(discriminator, AdversarialLoss.Discriminator(objective, real, fake, target).item<double>(), 1e-12, $"{objective} discriminator");
            TensorAssert.Close(generator, AdversarialLoss.Generator(objective, fake).item<double>(), 1e-12, $"{objective} generator");
        }
    }

    [Fact]
    public void EachSideIsAMeanOverItsRows()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (randn(5, 1, dtype: ScalarType.Float64), randn(5, 1, dtype: ScalarType.Float64));
        foreach (var objective in Enum.GetValues<Objective>())
        {
            var rows = Enumerable.Range(0, 5).Select(n => AdversarialLoss.Discriminator(objective, real.narrow(0, n, 1), fake.narrow(0, n, 1), 1).item<double>());
            TensorAssert.Close(rows.Average(), AdversarialLoss.Discriminator(objective, real, fake, 1).item<double>(), 1e-12, $"{objective}");
            var generator = Enumerable.Range(0, 5).Select(n => AdversarialLoss.Generator(objective, fake.narrow(0, n, 1)).item<double>());
            TensorAssert.Close(generator.Average(), AdversarialLoss.Generator(objective, fake).item<double>(), 1e-12, $"{objective}");
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void ExtremeLogitsStayFiniteWithTheirGradients(double logit)
    {
        using var scope = NewDisposeScope();
        foreach (var objective in Enum.GetValues<Objective>())
        {
            var (real, fake) = (full([3, 1], logit, dtype: ScalarType.Float64).requires_grad_(true), full([3, 1], -logit, dtype: ScalarType.Float64).requires_grad_(true));
            var loss = AdversarialLoss.Discriminator(objective, real, fake, 1) + AdversarialLoss.Generator(objective, fake);
            loss.backward();
            TensorAssert.Finite(loss, $"{objective}");
            TensorAssert.Finite(real.grad!, $"{objective} real gradient");
            TensorAssert.Finite(fake.grad!, $"{objective} fake gradient");
        }
    }

    [Fact]
    public void AnUnknownObjectiveIsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialLoss.Discriminator((Objective)9, zeros(1, 1), zeros(1, 1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialLoss.Generator((Objective)9, zeros(1, 1)));
    }

    [Fact]
    public void ThresholdsAreWhereARowCountsAsJudgedReal()
    {
        Assert.Equal(0.5, AdversarialLoss.Threshold(Objective.LeastSquares));
        Assert.Null(AdversarialLoss.Threshold(Objective.Wasserstein));
        Assert.All(new[] { Objective.NonSaturating, Objective.Minimax, Objective.Hinge }, objective => Assert.Equal(0, AdversarialLoss.Threshold(objective)));
    }
}
