namespace Fusion.Benchmarks.Layers;

/// <summary>What is done with a layer in one iteration.</summary>
internal enum Pass
{
    /// <summary>Forward in evaluation mode, without gradients.</summary>
    Eval,

    /// <summary>Forward in training mode, with its loss and terms.</summary>
    Forward,

    /// <summary>Forward and backward of the loss plus the mean of the fused vectors, so that every parameter gets a gradient.</summary>
    Backward,

    /// <summary>The same, and a step of Adam.</summary>
    Step,
}
