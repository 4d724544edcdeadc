namespace Fusion.Layers.Tests.Interop;

/// <summary>TorchSharp's native library for Linux: as packed, and as this test program uses it.</summary>
internal static class NativeFix
{
    private const string InPackage = "runtimes/linux-x64/native/libLibTorchSharp.so";

    private static string Package { get; } =
        Path.Combine(BuildPaths.PackageCache, "torchsharp", typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3));

    /// <summary>The file in the package cache.</summary>
    internal static string Packed { get; } = Path.Combine(Package, InPackage);

    /// <summary>The file in this program's output.</summary>
    internal static string Used { get; } = Path.Combine(AppContext.BaseDirectory, InPackage);

    /// <summary>The file's content as it was published.</summary>
    internal static byte[] Published()
    {
        var archive = Directory.GetFiles(Package, "torchsharp.*.nupkg").Single();
        using var zip = System.IO.Compression.ZipFile.OpenRead(archive);
        using var entry = zip.GetEntry(InPackage)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
