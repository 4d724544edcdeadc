using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Cross-entropy against labels mixed with the uniform distribution (Szegedy et al., 2016), the mean over all steps.</summary>
internal static class SmoothedCrossEntropy
{
    /// <summary>(1 - s) of the loss of the labels, s of the mean loss of all words.</summary>
    /// <param name="logits">(N, V).</param>
    /// <param name="labels">(N), int64.</param>
    /// <param name="smoothing">s, from 0 to below 1.</param>
    public static Tensor Of(Tensor logits, Tensor labels, double smoothing)
    {
        using var scope = NewDisposeScope();
        if (smoothing == 0)
            return nn.functional.cross_entropy(logits, labels).MoveToOuterDisposeScope();
        using var spread = (-smoothing).ToScalar();
        using var sharp = (smoothing - 1).ToScalar();
        var logarithms = nn.functional.log_softmax(logits, 1);
        var chosen = logarithms.gather(1, labels.unsqueeze(1)).mean() * sharp;
        return chosen.Plus(logarithms.mean() * spread).MoveToOuterDisposeScope();
    }
}
