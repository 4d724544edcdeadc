using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>What a fusion module's author returns for the valid rows.</summary>
/// <param name="Fused">Fused vectors, shape (R, OutputFeatures), a fresh tensor.</param>
/// <param name="Loss">Auxiliary loss, scalar, attached to the graph; null where none was asked for or the module has none.</param>
/// <param name="Terms">Detached scalars by name.</param>
public readonly record struct FusionResult(Tensor Fused, Tensor? Loss, IReadOnlyDictionary<string, Tensor> Terms)
{
    /// <summary>A result without an auxiliary loss.</summary>
    /// <param name="fused">Fused vectors, shape (R, OutputFeatures), a fresh tensor.</param>
    public static FusionResult Plain(Tensor fused) => new(fused, null, ReadOnlyDictionary<string, Tensor>.Empty);
}
