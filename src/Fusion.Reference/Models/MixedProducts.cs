using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// Matrix products on the CPU whose sums are kept in float32, while the weights are float32 or bfloat16: factors are rounded to what the weights are, so that
/// the processor can multiply them as fast as it does those.
/// </summary>
internal static class MixedProducts
{
    /// <summary>Whether what a model computes from these rows can be computed so.</summary>
    public static bool Take(Tensor rows) => rows.device_type == DeviceType.CPU && rows.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>bias + left weights (N, m), float32.</summary>
    /// <param name="bias">(m), float32.</param>
    /// <param name="left">(N, k).</param>
    /// <param name="weights">(k, m).</param>
    public static Tensor Affine(Tensor bias, Tensor left, Tensor weights)
    {
        if (weights.dtype == bias.dtype)
            return addmm(bias, left, weights, 1, 1);
        using var product = Rounded(left, weights);
        return bias.Plus(product);
    }

    /// <summary>sum = left weights.</summary>
    /// <param name="sum">(N, m), float32.</param>
    /// <param name="left">(N, k).</param>
    /// <param name="weights">(k, m).</param>
    public static void Set(Tensor sum, Tensor left, Tensor weights)
    {
        if (weights.dtype == sum.dtype)
        {
            sum.addmm_(left, weights, 0, 1);
            return;
        }

        using var product = Rounded(left, weights);
        sum.copy_(product);
    }

    /// <summary>sum += left weights.</summary>
    /// <param name="sum">(N, m), float32.</param>
    /// <param name="left">(N, k).</param>
    /// <param name="weights">(k, m).</param>
    public static void Add(Tensor sum, Tensor left, Tensor weights)
    {
        if (weights.dtype == sum.dtype)
        {
            sum.addmm_(left, weights, 1, 1);
            return;
        }

        using var product = Rounded(left, weights);
        sum.add_(product, Scalars.One);
    }

    private static Tensor Rounded(Tensor left, Tensor weights)
    {
        using var factor = left.to(weights.dtype);
        return factor.mm(weights);
    }
}
