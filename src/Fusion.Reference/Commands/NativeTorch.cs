using System.Runtime.InteropServices;
using TorchSharp;

namespace Fusion.Reference.Commands;

/// <summary>Whether TorchSharp's native library works on this machine.</summary>
internal static class NativeTorch
{
    private static readonly Lazy<string?> Failure = new(FindFailure);

    public static bool Loads => Failure.Value is null;

    /// <summary>One sentence: that it loads, or why it does not.</summary>
    public static string Diagnose() => Failure.Value ?? "TorchSharp's native library loads";

    /// <summary>For commands that compute: without the library they cannot start.</summary>
    public static void Require()
    {
        if (!Loads)
            throw new UserErrorException(Diagnose());
    }

    // The loader's own words are asked for: on failure TorchSharp copies 500 MB and then names a missing package reference.
    private static string? FindFailure()
    {
        try
        {
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return $"TorchSharp's native library does not load: {Reason(failure.Message)}";
        }
    }

    // The runtime reports every path it tried; the places where there is nothing say nothing.
    private static string Reason(string report)
    {
        var reasons = report.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Unable to load", StringComparison.Ordinal) && !line.EndsWith("No such file or directory", StringComparison.Ordinal))
            .ToArray();
        return reasons.Length == 0 ? "it is not beside the program" : string.Join("; ", reasons);
    }
}
