using Fusion.Layers.Interop;
using TorchSharp;

namespace Fusion.Layers;

/// <summary>The native side of TorchSharp as this process finds it.</summary>
public static class FusionRuntime
{
    /// <summary>
    /// Says in one sentence what loads, or why TorchSharp's native library does not.
    /// </summary>
    /// <remarks>
    /// TorchSharp itself answers every failure with a missing package; this names the real cause: the file that is not there,
    /// the architecture that does not fit, or the version that the host's C++ library lacks.
    /// A failure is returned, never thrown, and leaves TorchSharp uninitialised rather than broken.
    /// </remarks>
    /// <returns>One sentence for a log or a console.</returns>
    public static string diagnose() => NativeLoad.Failure() ?? Loaded();

    private static string Loaded()
    {
        var torchSharp = typeof(torch).Assembly.GetName().Version!.ToString(3);
        try
        {
            var libtorch = torch.NormalizeNuGetVersion(torch.__version__);
            return $"TorchSharp {torchSharp} loads libtorch {libtorch}; devices: {string.Join(", ", Devices())}.";
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or NotSupportedException)
        {
            return $"The native library loads, but TorchSharp {torchSharp} does not start on it: {NativeLoadFailure.FirstLine(error.GetBaseException().Message)}.";
        }
    }

    private static IEnumerable<string> Devices()
    {
        yield return "cpu";
        if (torch.cuda.is_available())
            yield return $"cuda ({torch.cuda.device_count()})";
        if (torch.mps_is_available())
            yield return "mps";
    }
}
