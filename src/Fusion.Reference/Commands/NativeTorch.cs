using System.Runtime.InteropServices;
using Fusion.Layers;
using TorchSharp;

namespace Fusion.Reference.Commands;

/// <summary>Whether TorchSharp's native library works on this machine.</summary>
internal static class NativeTorch
{
    // The loader is asked, not TorchSharp, which on failure copies 500 MB and then names a missing package reference.
    private static readonly Lazy<bool> Loaded = new(() => NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, searchPath: null, out _));

    public static bool Loads => Loaded.Value;

    /// <summary>For commands that compute: without the library they cannot start.</summary>
    public static void Require()
    {
        if (!Loads)
            throw new UserErrorException(FusionRuntime.diagnose());
    }
}
