using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers.Adversarial;

/// <summary>R1 (Mescheder et al. 2018): gamma/2 times the mean squared norm of the discriminator's gradient at real rows.</summary>
internal static class GradientPenalty
{
    /// <param name="real">The real rows (n, t), a leaf that asks for its gradient.</param>
    /// <param name="logits">The discriminator's logits of those rows, each a function of its own row alone.</param>
    /// <param name="gamma">Weight.</param>
    public static Tensor R1(Tensor real, Tensor logits, double gamma)
    {
        // create_graph does not imply retain_graph here, and the loss still needs the graph.
        var gradient = autograd.grad([logits.sum()], [real], create_graph: true, retain_graph: true)[0];
        using var weight = (gamma / 2).ToScalar();
        return LossDtype.Widen(gradient).Squared().sum(1).mean().mul(weight);
    }
}
