using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers.Adversarial;

/// <summary>The two sides of each <see cref="Objective"/>, means over rows of logits (n, 1) of at least float32.</summary>
internal static class AdversarialLoss
{
    /// <summary>What the discriminator minimises: the sum of its real and its fake side.</summary>
    public static Tensor Discriminator(Objective objective, Tensor real, Tensor fake, double realLabel) =>
        objective switch
        {
            Objective.NonSaturating or Objective.Minimax => CrossEntropy(real, realLabel).Plus(SoftplusOfNegative(-fake).mean()),
            Objective.LeastSquares => SquaredDistance(real, realLabel).Plus(fake.Squared().mean()),
            Objective.Hinge => OnePlus(-real).relu().mean().Plus(OnePlus(fake).relu().mean()),
            Objective.Wasserstein => fake.mean() - real.mean(),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "unknown objective"),
        };

    /// <summary>What the generator minimises.</summary>
    public static Tensor Generator(Objective objective, Tensor fake) =>
        objective switch
        {
            Objective.NonSaturating => SoftplusOfNegative(fake).mean(),
            Objective.Minimax => -SoftplusOfNegative(-fake).mean(),
            Objective.LeastSquares => SquaredDistance(fake, 1),
            Objective.Hinge or Objective.Wasserstein => -fake.mean(),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "unknown objective"),
        };

    /// <summary>Logit above which a row counts as judged real; null where scores have no zero point.</summary>
    public static double? Threshold(Objective objective) =>
        objective switch
        {
            Objective.LeastSquares => 0.5,
            Objective.Wasserstein => null,
            _ => 0,
        };

    // label * sp(-l) + (1 - label) * sp(l), with sp(l) = l + sp(-l).
    private static Tensor CrossEntropy(Tensor logits, double label)
    {
        if (label == 1)
            return SoftplusOfNegative(logits).mean();
        using var share = (1 - label).ToScalar();
        return SoftplusOfNegative(logits).Plus(logits.mul(share)).mean();
    }

    private static Tensor SquaredDistance(Tensor logits, double label)
    {
        using var target = label.ToScalar();
        return logits.sub(target).Squared().mean();
    }

    private static Tensor OnePlus(Tensor logits) => logits.add(Scalars.One, Scalars.One);

    // sp(-l) by the log-sigmoid: it needs no scalar, and no threshold above which it turns linear.
    private static Tensor SoftplusOfNegative(Tensor logits) => -F.logsigmoid(logits);
}
