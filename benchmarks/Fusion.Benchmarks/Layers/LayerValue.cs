namespace Fusion.Benchmarks.Layers;

/// <summary>What an implementation of a layer says of its inputs, for comparison.</summary>
/// <param name="Loss">The loss, or 0 in evaluation mode.</param>
/// <param name="FusedSum">Sum over all fused vectors; they are not negative.</param>
internal readonly record struct LayerValue(double Loss, double FusedSum)
{
    /// <summary>Whether another implementation says the same as far as float32 goes.</summary>
    public bool IsLike(LayerValue other, double tolerance = 1e-4) => Near(Loss, other.Loss, tolerance) && Near(FusedSum, other.FusedSum, tolerance);

    private static bool Near(double one, double other, double tolerance) => Math.Abs(one - other) <= tolerance * Math.Max(1e-3, Math.Max(Math.Abs(one), Math.Abs(other)));
}
