using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What a recurrent reader says of a batch of sequences.</summary>
/// <param name="Rows">Its state after each element (N, h), row by row as packed: no row is padding.</param>
/// <param name="Final">The state of each whole sequence (B, h), in the order of the batch.</param>
/// <param name="Places">Where the rows lie.</param>
internal sealed record SequenceStates(Tensor Rows, Tensor Final, PackedPlaces Places)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public SequenceStates MoveToOuterDisposeScope()
    {
        Rows.MoveToOuterDisposeScope();
        Final.MoveToOuterDisposeScope();
        Places.MoveToOuterDisposeScope();
        return this;
    }
}
