using TorchSharp;

namespace Fusion.Layers.Interop;

/// <summary>What is known about a native library that did not load.</summary>
/// <param name="Folders">Where the runtime looks for it.</param>
/// <param name="Platform">Such as <c>linux-x64</c> or <c>linux-musl-x64</c>.</param>
/// <param name="TorchError">What the loader said of libtorch; null where that loads.</param>
/// <param name="SharpError">What the loader said of TorchSharp's own library.</param>
/// <param name="HostFile">Finds a system library (name, ELF machine) of this host.</param>
internal sealed record NativeLoadFailure(
    IReadOnlyList<string> Folders, string Platform, string? TorchError, string SharpError, Func<string, int, string?> HostFile)
{
    // The one version that Fusion.Layers.targets marks weak.
    private const string FixableVersion = "GLIBCXX_3.4.32";

    private static readonly string[] SupportedPlatforms = ["linux-x64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>The first cause in the loader's own order: files, architecture, libtorch, versions; else the loader's words.</summary>
    internal string Explain()
    {
        var sharp = FileName("LibTorchSharp");
        if (Find(sharp) is not { } path)
            return UnsupportedPlatform() ?? $"{sharp} is in none of the folders that are searched ({string.Join(", ", Folders)}): "
                + $"reference the package TorchSharp with its runtime assets and publish for {Platform}.";
        try
        {
            return WrongMachine(path) ?? MissingTorch() ?? MissingVersion(path) ?? LoaderText(path, SharpError);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return $"The native library does not load and cannot be read: {FirstLine(error.Message)}.";
        }
    }

    /// <summary>The first line without its full stop: loader texts go on with every other attempt.</summary>
    internal static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim().TrimEnd('.', ':');

    private string? UnsupportedPlatform() => SupportedPlatforms.Contains(Platform) ? null
        : $"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)} has no native library for {Platform}, only for {string.Join(", ", SupportedPlatforms)}.";

    private string? WrongMachine(string path)
    {
        if (!IsLinux)
            return null;
        var built = MachineName(ElfVersionNeeds.Read(path).Machine);
        if (!Platform.EndsWith(built, StringComparison.Ordinal))
            return $"{path} is built for {built}, but this process is {Platform}: build or publish for {Platform}.";
        return Platform.Contains("musl") ? UnsupportedPlatform() : null;
    }

    private string? MissingTorch()
    {
        var torch = FileName("torch_cpu");
        if (TorchError is null)
            return null;
        if (Find(torch) is { } path)
            return LoaderText(path, TorchError);
        return $"{torch} (libtorch) is in none of the folders that are searched ({string.Join(", ", Folders)}): "
            + "reference the package TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows in the application.";
    }

    private string? MissingVersion(string path)
    {
        if (!IsLinux)
            return null;
        var elf = ElfVersionNeeds.Read(path);
        foreach (var library in elf.Needs.Where(need => !need.Weak).GroupBy(need => need.Library))
        {
            if (HostFile(library.Key, elf.Machine) is not { } host)
                continue;
            var defined = ElfVersionNeeds.Read(host).Definitions;
            var missing = library.Select(need => need.Version).Except(defined).OrderByDescending(Number).ToList();
            if (missing.Count == 0)
                continue;
            var prefix = missing[0][..(missing[0].LastIndexOf('_') + 1)];
            var newest = defined.Where(version => version.StartsWith(prefix, StringComparison.Ordinal)).MaxBy(Number);
            var remedy = missing is [FixableVersion]
                ? "set <FusionFixNativeLoad>auto</FusionFixNativeLoad> in the application's project and build again"
                : "run it on a newer system";
            return $"{path} needs {missing[0]}, but this host's {library.Key} ({host}) {(newest is null ? "has none" : $"stops at {newest}")}: {remedy}.";
        }

        return null;
    }

    // Of all the attempts that the runtime lists, the one with this file says why.
    private static string LoaderText(string path, string text)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(path + ":", StringComparison.Ordinal));
        return $"{path} does not load: {FirstLine(line is null ? text : line[(path.Length + 1)..])}.";
    }

    private bool IsLinux => Platform.StartsWith("linux", StringComparison.Ordinal);

    private string? Find(string file) => Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private string FileName(string library) => Platform.StartsWith("win", StringComparison.Ordinal) ? library + ".dll"
        : Platform.StartsWith("osx", StringComparison.Ordinal) ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string MachineName(int machine) => machine switch
    {
        62 => "x64",
        183 => "arm64",
        _ => $"ELF machine {machine}",
    };

    // Versions are compared as numbers: 3.4.9 comes before 3.4.30.
    private static Version Number(string version) =>
        Version.TryParse(version[(version.LastIndexOf('_') + 1)..], out var number) ? number : new Version();
}
