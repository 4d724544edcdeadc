using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a translator says of a batch with given translations.</summary>
/// <param name="Decoded">Scores of every next word.</param>
/// <param name="FusionLoss">The fusion's loss, or null.</param>
/// <param name="Terms">The fusion's terms.</param>
/// <param name="Encoded">The learners' vectors side by side (B, k).</param>
/// <param name="Fused">The fused vectors (B, t).</param>
internal sealed record TranslatorOutput(DecoderOutput Decoded, Tensor? FusionLoss, IReadOnlyDictionary<string, Tensor> Terms, Tensor Encoded, Tensor Fused)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public TranslatorOutput MoveToOuterDisposeScope()
    {
        Decoded.MoveToOuterDisposeScope();
        FusionLoss?.MoveToOuterDisposeScope();
        foreach (var term in Terms.Values)
            term.MoveToOuterDisposeScope();
        Encoded.MoveToOuterDisposeScope();
        Fused.MoveToOuterDisposeScope();
        return this;
    }
}
