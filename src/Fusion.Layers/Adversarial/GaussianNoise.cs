using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers.Adversarial;

/// <summary>Noise on what generators read.</summary>
internal static class GaussianNoise
{
    /// <summary>Values with normal noise; with a deviation of 0 the values themselves, and nothing is drawn.</summary>
    public static Tensor PlusNoise(this Tensor values, double deviation, Generator noise)
    {
        if (deviation == 0)
            return values;

        // Disposed here, not by the finalizer, which may run before native code has read it.
        using var scale = deviation.ToScalar();
        return values.Plus(randn(values.shape, dtype: values.dtype, device: CPU, generator: noise).BroughtTo(values.device).mul(scale));
    }
}
