using System.Text.Json;
using Xunit;

namespace Fusion.Layers.Tests.Packaging;

public sealed class BackendTests
{
    [Theory]
    [InlineData("cpu", "libtorch-cpu-linux-x64", null)]
    [InlineData("cuda", "TorchSharp-cuda-linux", "packages.cuda.lock.json")]
    public void TheSwitchPicksOneBackend(string backend, string package, string? lockFile)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names the packages of Linux");
        var (code, text) = Evaluate("-p:TorchBackend=" + backend, "-getItem:PackageReference", "-getProperty:NuGetLockFilePath");
        Assert.True(code == 0, text);
        var result = JsonDocument.Parse(text).RootElement;
        Assert.Equal([package], result.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!).Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)));
        // The CUDA graph is not the committed one, which NuGet would overwrite.
        Assert.Equal(lockFile ?? "", Path.GetFileName(result.GetProperty("Properties").GetProperty("NuGetLockFilePath").GetString()));
    }

    [Theory]
    [InlineData("-p:TorchBackend=gpu", "TorchBackend is 'gpu'; it takes cpu or cuda.")]
    [InlineData("-p:FusionPlatform=linux-arm64", "TorchSharp has no native library for linux-arm64, only for linux-x64,")]
    [InlineData("-p:FusionPlatform=osx-arm64;TorchBackend=cuda", "CUDA libraries for linux-x64 and win-x64, not for osx-arm64")]
    public void WhatCannotWorkIsSaidBeforeRestore(string property, string expected)
    {
        var (code, text) = Evaluate("-t:Restore", property);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, text);
    }

    private static (int Code, string Text) Evaluate(params string[] arguments) =>
        ChildProcess.Run(BuildPaths.DotNet, Path.Combine(BuildPaths.Repository, "tests", "Fusion.Layers.Probe"), ["msbuild", "-nologo", .. arguments]);
}
