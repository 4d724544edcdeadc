using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Turns one modality of an input into one vector per row.</summary>
/// <typeparam name="TInput">What the model reads, all modalities together.</typeparam>
/// <param name="name">Name of the type.</param>
/// <param name="outputFeatures">Width of the vector.</param>
internal abstract class ModalityEncoder<TInput>(string name, long outputFeatures) : nn.Module<TInput, Encoded>(name)
{
    /// <summary>Width of the vector.</summary>
    public long OutputFeatures { get; } = outputFeatures;

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}

/// <summary>What an encoder returns.</summary>
/// <param name="Vector">One vector per row (B, d).</param>
/// <param name="Loss">An auxiliary loss of the encoder's own, or null.</param>
internal sealed record Encoded(Tensor Vector, Tensor? Loss = null)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public Encoded MoveToOuterDisposeScope()
    {
        Vector.MoveToOuterDisposeScope();
        Loss?.MoveToOuterDisposeScope();
        return this;
    }
}
