using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Reads padded sequences (B, T, d) of the given lengths (B) into states of their elements and of the whole.</summary>
/// <param name="name">Name of the type.</param>
/// <param name="outputFeatures">Width of a state.</param>
internal abstract class SequenceReader(string name, long outputFeatures) : nn.Module<Tensor, Tensor, SequenceStates>(name)
{
    /// <summary>Width of a state.</summary>
    public long OutputFeatures { get; } = outputFeatures;

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
