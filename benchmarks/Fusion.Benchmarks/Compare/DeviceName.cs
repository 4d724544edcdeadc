using Fusion.Reference.Commands;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Compare;

/// <summary>A device as a reader knows it.</summary>
internal static class DeviceName
{
    /// <summary>A GPU with the name that its driver has for it; another device by its type.</summary>
    public static string Of(Device device) =>
        device.type == DeviceType.CUDA ? $"{device} ({CudaDriver.DeviceNames()[Math.Max(device.index, 0)]})" : device.ToString();
}
