using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a decoder carries from one step to the next.</summary>
/// <param name="Hidden">(B, h).</param>
/// <param name="Cell">(B, h).</param>
internal sealed record DecoderState(Tensor Hidden, Tensor Cell)
{
    /// <summary>The states of some rows, in a given order; the tensors belong to the caller's dispose scope.</summary>
    public DecoderState Select(Tensor rows) => new(Hidden.index_select(0, rows), Cell.index_select(0, rows));

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public DecoderState MoveToOuterDisposeScope()
    {
        Hidden.MoveToOuterDisposeScope();
        Cell.MoveToOuterDisposeScope();
        return this;
    }
}
