using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a decoder says of the steps of a batch, without padding.</summary>
/// <param name="Logits">Scores of the words (N, V).</param>
/// <param name="Labels">The words to predict (N), int64.</param>
internal sealed record DecoderOutput(Tensor Logits, Tensor Labels)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public DecoderOutput MoveToOuterDisposeScope()
    {
        Logits.MoveToOuterDisposeScope();
        Labels.MoveToOuterDisposeScope();
        return this;
    }
}
