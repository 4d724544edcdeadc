using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>Comparisons that name what differs; <c>Tensor.equal</c> is element-wise.</summary>
internal static class TensorAssert
{
    /// <summary>Values in row-major order, exact for every floating-point dtype up to float64.</summary>
    public static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return [.. tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>()];
    }

    /// <summary>The tensor's memory, to tell -0 from 0 and one NaN from another.</summary>
    public static byte[] Bits(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.numel() == 0 ? [] : tensor.detach().contiguous().bytes.ToArray();
    }

    /// <summary>Same shape, dtype and numbers; NaN equals NaN.</summary>
    public static void Same(Tensor? expected, Tensor? actual, string what)
    {
        Assert.True(expected is null == actual is null, $"{what}: expected {Describe(expected)}, found {Describe(actual)}");
        if (expected is null || actual is null)
            return;

        Assert.True(expected.dtype == actual.dtype && expected.shape.SequenceEqual(actual.shape), $"{what}: expected {Describe(expected)}, found {Describe(actual)}");
        var (first, second) = (Numbers(expected), Numbers(actual));
        for (var i = 0; i < first.Length; i++)
            Assert.True(first[i].Equals(second[i]) || first[i] == second[i], $"{what}[{i}]: expected {first[i]:R}, found {second[i]:R}");
    }

    /// <summary>Same shape, and numbers within tolerance * max(1, |expected|).</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: expected {Describe(expected)}, found {Describe(actual)}");
        Close(Numbers(expected), Numbers(actual), tolerance, what);
    }

    public static void Close(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Close(expected[i], actual[i], tolerance, $"{what}[{i}]");
    }

    public static void Close(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, found {actual:R}");

    public static void Finite(Tensor tensor, string what) => Assert.True(Numbers(tensor).All(double.IsFinite), $"{what} is not finite: {string.Join(", ", Numbers(tensor))}");

    public static void Zero(Tensor tensor, string what) => Assert.True(Numbers(tensor).All(number => number == 0), $"{what} is not zero: {string.Join(", ", Numbers(tensor))}");

    /// <summary>Whether any number differs from zero.</summary>
    public static bool Moves(Tensor? gradient) => gradient is not null && Numbers(gradient).Any(number => number != 0);

    /// <summary>Outputs of two forwards, exactly.</summary>
    public static void Same(FusionOutput expected, FusionOutput actual)
    {
        Same(expected.Fused, actual.Fused, "fused");
        SameLoss(expected, actual);
    }

    public static void SameLoss(FusionOutput expected, FusionOutput actual)
    {
        Same(expected.Loss, actual.Loss, "loss");
        Assert.Equal(expected.Terms.Keys.Order(), actual.Terms.Keys.Order());
        foreach (var (name, term) in expected.Terms)
            Same(term, actual.Terms[name], name);
    }

    private static string Describe(Tensor? tensor) => tensor is null ? "null" : $"{tensor.dtype} ({string.Join(", ", tensor.shape)})";
}
