using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What a classifier returns.</summary>
/// <param name="Logits">Class scores (B, classes).</param>
/// <param name="FusionLoss">Loss of the fusion modules, or null where there is none.</param>
/// <param name="Terms">Detached scalars of the fusion module by name.</param>
/// <param name="Encoded">What entered the fusion, side by side (B, k).</param>
/// <param name="Fused">What the head reads, before dropout (B, t).</param>
internal sealed record ClassifierOutput(
    Tensor Logits, Tensor? FusionLoss, IReadOnlyDictionary<string, Tensor> Terms, Tensor Encoded, Tensor Fused)
{
    /// <summary>Hands all tensors to the dispose scope around the current one.</summary>
    public ClassifierOutput MoveToOuterDisposeScope()
    {
        foreach (var value in Terms.Values.Append(Logits).Append(Encoded).Append(Fused))
            value.MoveToOuterDisposeScope();
        FusionLoss?.MoveToOuterDisposeScope();
        return this;
    }
}
