using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Fusion.Layers.Interop;

/// <summary>Loads TorchSharp's native library the way TorchSharp does and asks for the reason where it does not load.</summary>
internal static class NativeLoad
{
    /// <summary>Null where the library loads, else one sentence.</summary>
    internal static string? Failure()
    {
        if (!Environment.Is64BitProcess)
            return "TorchSharp needs a 64-bit process, and this one is 32-bit.";
        var assembly = typeof(torch).Assembly;
        // TorchSharp's own order and names. Asking the loader first keeps its types untouched on failure and its 500 MB fallback copy unmade.
        var torchError = LoadError("torch_cpu", assembly);
        var sharpError = LoadError("LibTorchSharp", assembly);
        if (sharpError is null)
            return null;
        return new NativeLoadFailure(SearchedFolders(), Platform(), torchError, sharpError, HostFile).Explain();
    }

    private static string? LoadError(string name, Assembly assembly)
    {
        try
        {
            NativeLibrary.Load(name, assembly, null);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return error.Message;
        }
    }

    private static List<string> SearchedFolders()
    {
        // Filled in by the host from the application's deps.json.
        var fromHost = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return [.. fromHost.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory).Select(Path.TrimEndingDirectorySeparator).Distinct()];
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        // A runtime built by a distribution names it: alpine.3.20-x64.
        var identifier = RuntimeInformation.RuntimeIdentifier;
        var musl = system == "linux" && (identifier.Contains("musl") || identifier.StartsWith("alpine", StringComparison.Ordinal)) ? "-musl" : "";
        return $"{system}{musl}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    // What is mapped already decides; .NET itself maps libstdc++ where it is linked to it.
    private static string? HostFile(string library, int machine)
    {
        var mapped = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(library, StringComparison.Ordinal));
        return mapped is null ? HostLibrary.Find(library, machine) : "/" + mapped;
    }
}
