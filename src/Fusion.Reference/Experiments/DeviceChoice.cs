using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Turns <c>--device auto|cpu|cuda[:i]</c> into a device that is there.</summary>
internal static class DeviceChoice
{
    public static Device Parse(string text)
    {
        if (text == "auto")
            return cuda.is_available() ? CUDA : CPU;
        if (text == "cpu")
            return CPU;
        var index = 0;
        if (text != "cuda" && !(text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new UserErrorException($"--device {text}: expected auto, cpu, cuda or cuda:INDEX");
        if (!cuda.is_available())
            throw new UserErrorException($"--device {text}: this build or machine has no CUDA device (build with -p:TorchBackend=cuda on a machine with an NVIDIA GPU, or use --device cpu)");
        var count = cuda.device_count();
        return index < count ? new Device(DeviceType.CUDA, index)
            : throw new UserErrorException($"--device {text}: expected an index below {count}, the number of CUDA devices");
    }
}
