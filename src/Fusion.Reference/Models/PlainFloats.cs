using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Tensors whose values are one stretch of memory that the processor reads and writes without torch: float32, contiguous, on the CPU.</summary>
internal static class PlainFloats
{
    public static bool Are(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();

    /// <summary>The values themselves; the tensor must outlive the span.</summary>
    public static Span<float> Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
