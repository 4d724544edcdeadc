using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a learner says of one modality of a batch of lines.</summary>
/// <param name="States">States of its words, frames or regions, which a decoder can attend to.</param>
/// <param name="Vector">One vector per line (B, width).</param>
/// <param name="Loss">A loss of the learner's own, or null.</param>
internal sealed record Learned(SequenceStates States, Tensor Vector, Tensor? Loss = null)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public Learned MoveToOuterDisposeScope()
    {
        States.MoveToOuterDisposeScope();
        Vector.MoveToOuterDisposeScope();
        Loss?.MoveToOuterDisposeScope();
        return this;
    }
}
