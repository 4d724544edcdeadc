using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Fusion.Layers.Tests.Packaging;

public sealed class SampleTests : IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("fusion-sample-").FullName;

    private string Sample => Path.Combine(work, "samples", "BiLstmFusion");

    private string Restored => Path.Combine(work, "packages");

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Fact]
    public void TheSampleTrainsOnThePackedPackage()
    {
        CopySampleAndFeed();
        var output = DotNet("run");
        Assert.Matches(@"^TorchSharp \S+ loads libtorch ", output[output.IndexOf("TorchSharp", StringComparison.Ordinal)..]);
        var losses = Regex.Matches(output, @"loss ([0-9.]+)").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(losses.Count >= 5 && losses[^1] < losses[0] / 4, output);
        var accuracy = double.Parse(Regex.Match(output, @"accuracy .* ([0-9.]+) ?%").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(accuracy > 80, output);
        // The package under test was restored, here and nowhere else.
        Assert.Equal(["fusion.layers"], Directory.GetDirectories(Restored).Select(Path.GetFileName));

        // For users the fix is opt-in: unset, the output takes the library as TorchSharp packs it.
        Assert.Equal(Interop.NativeFix.Packed, NativeLibrary(fix: ""));
        Assert.StartsWith(Sample, NativeLibrary(fix: "always"));
    }

    [Fact]
    public void TheRootsBuildRulesDoNotReachTheSample()
    {
        var (code, text) = ChildProcess.Run(BuildPaths.DotNet, Path.Combine(BuildPaths.Repository, "samples", "BiLstmFusion"),
            ["msbuild", "-nologo", "-getProperty:ManagePackageVersionsCentrally,TreatWarningsAsErrors,RepositoryUrl,FusionFixNativeLoad"]);
        Assert.True(code == 0, text);
        var properties = JsonDocument.Parse(text).RootElement.GetProperty("Properties");
        Assert.Equal(("", "", "auto"), (properties.GetProperty("ManagePackageVersionsCentrally").GetString(),
            properties.GetProperty("RepositoryUrl").GetString(), properties.GetProperty("FusionFixNativeLoad").GetString()));
        Assert.NotEqual("true", properties.GetProperty("TreatWarningsAsErrors").GetString());
    }

    private string NativeLibrary(string fix)
    {
        var text = DotNet("msbuild", "-t:ResolvePackageAssets", "-getItem:RuntimeTargetsCopyLocalItems", "-p:FusionFixNativeLoad=" + fix);
        return JsonDocument.Parse(text).RootElement.GetProperty("Items").GetProperty("RuntimeTargetsCopyLocalItems").EnumerateArray()
            .Select(item => item.GetProperty("FullPath").GetString()!).Single(path => path.EndsWith("/libLibTorchSharp.so", StringComparison.Ordinal));
    }

    private string DotNet(string command, params string[] arguments)
    {
        // A cache of its own for the package under test; everything else, libtorch above all, is read where it is.
        var (code, text) = ChildProcess.Run(BuildPaths.DotNet, Sample,
            [command, "-p:RestorePackagesPath=" + Restored, "-p:NuGetAudit=false", "-p:RestoreFallbackFolders=" + Path.TrimEndingDirectorySeparator(BuildPaths.PackageCache), .. arguments]);
        Assert.True(code == 0, text);
        return text;
    }

    // In a folder of its own, with the feed where the sample's nuget.config expects it.
    private void CopySampleAndFeed()
    {
        Directory.CreateDirectory(Sample);
        foreach (var path in Directory.GetFiles(Path.Combine(BuildPaths.Repository, "samples", "BiLstmFusion")))
            File.Copy(path, Path.Combine(Sample, Path.GetFileName(path)));
        var feed = Directory.CreateDirectory(Path.Combine(work, "artifacts")).FullName;
        var package = PackedPackage.File("nupkg");
        File.Copy(package, Path.Combine(feed, Path.GetFileName(package)));
    }
}
