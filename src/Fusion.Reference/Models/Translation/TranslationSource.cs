using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a decoder needs to know of a batch of source lines.</summary>
/// <param name="Fused">The fused vectors (B, t).</param>
/// <param name="Memory">What is attended to; null without attention.</param>
/// <param name="FusionLoss">The fusion's loss, or null.</param>
/// <param name="Terms">The fusion's terms.</param>
/// <param name="Encoded">The learners' vectors side by side (B, k).</param>
internal sealed record TranslationSource(Tensor Fused, SourceMemories? Memory, Tensor? FusionLoss, IReadOnlyDictionary<string, Tensor> Terms, Tensor Encoded)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public TranslationSource MoveToOuterDisposeScope()
    {
        Fused.MoveToOuterDisposeScope();
        Memory?.MoveToOuterDisposeScope();
        FusionLoss?.MoveToOuterDisposeScope();
        foreach (var term in Terms.Values)
            term.MoveToOuterDisposeScope();
        Encoded.MoveToOuterDisposeScope();
        return this;
    }
}
