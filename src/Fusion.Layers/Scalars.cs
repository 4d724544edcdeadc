using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>Scalars kept for the process: TorchSharp keeps none alive while native code reads it, so that a temporary one may be finalised first.</summary>
internal static class Scalars
{
    public static readonly Scalar Zero = 0.ToScalar();
    public static readonly Scalar One = 1.ToScalar();
    public static readonly Scalar Two = 2.ToScalar();

    /// <summary>The sum. The operator, and add without its factor, make a temporary scalar for that factor of 1.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>The square. TorchSharp's own makes a temporary scalar for the exponent.</summary>
    public static Tensor Squared(this Tensor value) => value.pow(Two);
}
