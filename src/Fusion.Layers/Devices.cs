using TorchSharp;

namespace Fusion.Layers;

/// <summary>Places of tensors.</summary>
internal static class Devices
{
    /// <summary>Whether a tensor is on a device. The CPU is one device whatever the index.</summary>
    // An index of -1 means the device type's current device, which is 0 unless a caller says otherwise.
    public static bool IsAt(this torch.Tensor tensor, torch.Device device) =>
        tensor.device_type == device.type && (device.type == DeviceType.CPU || Math.Max(tensor.device_index, 0) == Math.Max(device.index, 0));

    /// <summary>Random numbers drawn on the CPU, where the generators are, brought to where they are needed.</summary>
    public static torch.Tensor BroughtTo(this torch.Tensor draws, torch.Device device) => device.type == DeviceType.CPU ? draws : draws.to(device);
}
