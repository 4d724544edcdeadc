using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers.Adversarial;

/// <summary>The two sides of each <see cref="Objective"/>, means over rows of logits (n, 1) of at least float32.</summary>
internal static class AdversarialLoss
{
    // Softplus turns linear above its threshold; the default of 20 costs 2e-9, too much for float64.
    private const double SoftplusThreshold = 50;

    /// <summary>What the discriminator minimises: the sum of its real and its fake side.</summary>
    public static Tensor Discriminator(Objective objective, Tensor real, Tensor fake, double realLabel) =>
        objective switch
        {
            Objective.NonSaturating or Objective.Minimax => CrossEntropy(real, realLabel) + Softplus(fake).mean(),
            Objective.LeastSquares => (real - realLabel).square().mean() + fake.square().mean(),
            Objective.Hinge => (1 - real).relu().mean() + (1 + fake).relu().mean(),
            Objective.Wasserstein => fake.mean() - real.mean(),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "unknown objective"),
        };

    /// <summary>What the generator minimises.</summary>
    public static Tensor Generator(Objective objective, Tensor fake) =>
        objective switch
        {
            Objective.NonSaturating => Softplus(-fake).mean(),
            Objective.Minimax => -Softplus(fake).mean(),
            Objective.LeastSquares => (fake - 1).square().mean(),
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
    private static Tensor CrossEntropy(Tensor logits, double label) =>
        label == 1 ? Softplus(-logits).mean() : (Softplus(-logits) + (logits * (1 - label))).mean();

    private static Tensor Softplus(Tensor x) => F.softplus(x, threshold: SoftplusThreshold);
}
