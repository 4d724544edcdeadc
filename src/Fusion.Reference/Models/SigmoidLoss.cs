using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Sigmoid cross-entropy on one-hot labels: each class is a question of its own, and its mean over the classes is the loss of a row.</summary>
internal static class SigmoidLoss
{
    /// <param name="logits">Class scores (B, classes).</param>
    /// <param name="labels">Classes (B), int64.</param>
    /// <param name="reduction">Mean over the rows, or None for the loss of each row (B).</param>
    public static Tensor Of(Tensor logits, Tensor labels, nn.Reduction reduction)
    {
        using var scope = NewDisposeScope();
        var targets = nn.functional.one_hot(labels, logits.size(1)).to(logits.dtype);
        var rows = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None).mean([1L]);
        return (reduction == nn.Reduction.None ? rows : rows.mean()).MoveToOuterDisposeScope();
    }
}
