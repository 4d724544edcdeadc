using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

internal static class GoldenAssert
{
    /// <summary>The bar for one step: rounding noise in float64; in float32 what another BLAS may add.</summary>
    public static double Tolerance(ScalarType dtype) => dtype == ScalarType.Float64 ? 1e-10 : 1e-5;

    public static void Close(GoldenTensor expected, Tensor actual, ScalarType dtype, string what)
    {
        using var wanted = expected.To(ScalarType.Float64);
        TensorAssert.Close(wanted, actual, Tolerance(dtype), what);
    }

    public static void Close(double expected, Tensor actual, ScalarType dtype, string what)
    {
        Assert.True(actual.numel() == 1, $"{what}: expected a scalar");
        TensorAssert.Close(expected, TensorAssert.Numbers(actual)[0], Tolerance(dtype), what);
    }

    public static void SameKeys(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
}
