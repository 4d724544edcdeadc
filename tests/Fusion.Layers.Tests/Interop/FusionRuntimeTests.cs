using TorchSharp;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class FusionRuntimeTests : IDisposable
{
    private const string NativeLibrary = "libLibTorchSharp.so";
    private readonly string folder = Directory.CreateTempSubdirectory("fusion-probe-").FullName;

    private string NativeFolder => Path.Combine(folder, "runtimes", "linux-x64", "native");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatLoadsIsSaidAndGoesOnWorking()
    {
        Assert.Matches(@"^TorchSharp \d+\.\d+\.\d+ loads libtorch \d+\.\d+\.\d+; devices: cpu[^.]*\.$", FusionRuntime.diagnose());
        using var sum = torch.ones(2, 3).sum();
        Assert.Equal(6f, sum.item<float>());
    }

    [Fact]
    public void AProcessThatAsksFirstLoadsToo()
    {
        var (code, output) = ChildProcess.Run(BuildPaths.DotNet, folder, [Path.Combine(AppContext.BaseDirectory, "Fusion.Layers.Probe.dll"), "ones"]);
        Assert.Equal(0, code);
        Assert.Matches(@"^TorchSharp \S+ loads libtorch \S+; devices: cpu[^.]*\.\n6\n$", output);
    }

    [Fact]
    public void TheLibraryAsPackedIsExplained()
    {
        SkipUnlessLinux();
        var host = Layers.Interop.HostLibrary.Find("libstdc++.so.6", machine: 62);
        Assert.SkipWhen(host is null || Layers.Interop.ElfVersionNeeds.Read(host).Definitions.Contains("GLIBCXX_3.4.32"),
            $"this host's libstdc++ ({host}) has GLIBCXX_3.4.32, so the library loads as packed");
        CopyProbe();
        LinkNativeLibraries();
        var output = Diagnosis();
        Assert.Contains($"{Path.Combine(NativeFolder, NativeLibrary)} needs GLIBCXX_3.4.32, but this host's libstdc++.so.6 (/", output);
        Assert.Contains(") stops at GLIBCXX_3.4.", output);
        Assert.Contains("<FusionFixNativeLoad>auto</FusionFixNativeLoad>", output);
    }

    [Fact]
    public void AMissingLibraryIsExplained()
    {
        SkipUnlessLinux();
        CopyProbe();
        Assert.Contains($"{NativeLibrary} is in none of the folders", Diagnosis());
    }

    [Fact]
    public void MissingLibtorchIsExplained()
    {
        SkipUnlessLinux();
        CopyProbe();
        File.CreateSymbolicLink(Path.Combine(NativeFolder, NativeLibrary), NativeFix.Packed);
        Assert.Contains("libtorch_cpu.so (libtorch) is in none of the folders", Diagnosis());
    }

    [Fact]
    public void AnUnusableLibtorchIsExplained()
    {
        SkipUnlessLinux();
        CopyProbe();
        LinkNativeLibraries();
        var broken = Path.Combine(NativeFolder, "libtorch_cpu.so");
        File.Delete(broken);
        File.WriteAllText(broken, "not a library");
        Assert.Contains($"{broken} does not load: ", Diagnosis());
    }

    private static void SkipUnlessLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "builds the folder of a Linux application");

    private string Diagnosis()
    {
        var (code, output) = ChildProcess.Run(BuildPaths.DotNet, folder, ["Fusion.Layers.Probe.dll"]);
        Assert.Equal(0, code);
        // One sentence on one line, and TorchSharp was not asked: it would print a trace and copy libtorch into the output.
        Assert.Equal(output.Length - 1, output.IndexOf('\n'));
        Assert.False(Directory.Exists(Path.Combine(folder, "cpu")));
        return output;
    }

    private void CopyProbe()
    {
        foreach (var name in new[] { "Fusion.Layers.Probe.dll", "Fusion.Layers.Probe.deps.json", "Fusion.Layers.Probe.runtimeconfig.json", "Fusion.Layers.dll", "TorchSharp.dll" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(folder, name));
        Directory.CreateDirectory(NativeFolder);
    }

    // libtorch is 500 MB: links, as in our own outputs; only TorchSharp's library is the one from the package.
    private void LinkNativeLibraries()
    {
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(NativeFix.Used)!))
        {
            var name = Path.GetFileName(path);
            File.CreateSymbolicLink(Path.Combine(NativeFolder, name), name == NativeLibrary ? NativeFix.Packed : path);
        }
    }
}
