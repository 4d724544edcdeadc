using Fusion.Layers.Interop;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class NativeLoadFailureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fusion-native-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ALibraryThatIsNotThereNamesThePackage()
    {
        var text = Failure("linux-x64").Explain();
        Assert.StartsWith("libLibTorchSharp.so is in none of the folders", text);
        Assert.Contains(folder, text);
        Assert.Contains("package TorchSharp", text);
    }

    [Theory]
    [InlineData("win-x64", "LibTorchSharp.dll is in none")]
    [InlineData("osx-arm64", "libLibTorchSharp.dylib is in none")]
    [InlineData("linux-arm64", "has no native library for linux-arm64, only for linux-x64")]
    [InlineData("osx-x64", "has no native library for osx-x64")]
    [InlineData("linux-musl-x64", "has no native library for linux-musl-x64")]
    public void ThePlatformDecidesWhatIsMissing(string platform, string expected) => Assert.Contains(expected, Failure(platform).Explain());

    [Fact]
    public void AnotherArchitectureIsNamed()
    {
        Write("libLibTorchSharp.so", new ElfFixture { Machine = 183 });
        Assert.Contains("is built for arm64, but this process is linux-x64", Failure("linux-x64").Explain());
    }

    [Fact]
    public void AGlibcLibraryOnMuslIsNamed()
    {
        Write("libLibTorchSharp.so", new ElfFixture());
        Assert.Contains("has no native library for linux-musl-x64", Failure("linux-musl-x64").Explain());
    }

    [Fact]
    public void MissingLibtorchNamesItsPackages()
    {
        Write("libLibTorchSharp.so", new ElfFixture());
        var text = Failure("linux-x64", torchError: "no such file").Explain();
        Assert.StartsWith("libtorch_cpu.so (libtorch) is in none of the folders", text);
        Assert.Contains("TorchSharp-cpu", text);
    }

    [Fact]
    public void AnOldStandardLibraryIsNamedWithTheRemedy()
    {
        Write("libLibTorchSharp.so", new ElfFixture());
        Write("host.so", new ElfFixture { Definition = "GLIBCXX_3.4" });
        var text = Failure("linux-x64").Explain();
        Assert.Contains($"needs GLIBCXX_3.4.32, but this host's libstdc++.so.6 ({folder}/host.so) stops at GLIBCXX_3.4", text);
        Assert.Contains("<FusionFixNativeLoad>auto</FusionFixNativeLoad>", text);
    }

    [Fact]
    public void AVersionThatThePropertyDoesNotCoverAsksForANewerSystem()
    {
        Write("libLibTorchSharp.so", new ElfFixture { NewVersion = "GLIBCXX_3.5.0" });
        Write("host.so", new ElfFixture { Definition = "GLIBCXX_3.4" });
        var text = Failure("linux-x64").Explain();
        Assert.Contains("needs GLIBCXX_3.5.0", text);
        Assert.Contains("newer system", text);
        Assert.DoesNotContain("FusionFixNativeLoad", text);
    }

    [Fact]
    public void ADamagedLibraryIsNamed()
    {
        File.WriteAllText(Path.Combine(folder, "libLibTorchSharp.so"), "text");
        Assert.Contains("libLibTorchSharp.so: not an ELF file", Failure("linux-x64").Explain());
    }

    [Fact]
    public void OtherwiseTheLoaderSpeaksOfThisFile()
    {
        Write("libLibTorchSharp.so", new ElfFixture { Weak = true });
        Write("host.so", new ElfFixture { Definition = "GLIBCXX_3.4" });
        var path = Path.Combine(folder, "libLibTorchSharp.so");
        var text = Failure("linux-x64", sharpError: $"Unable to load.\n{path}: libc10.so: no such file\n/else/where: nothing").Explain();
        Assert.Equal($"{path} does not load: libc10.so: no such file.", text);
    }

    private NativeLoadFailure Failure(string platform, string? torchError = null, string sharpError = "Unable to load.") =>
        new([folder], platform, torchError, sharpError, (_, _) => File.Exists(Path.Combine(folder, "host.so")) ? Path.Combine(folder, "host.so") : null);

    private void Write(string name, ElfFixture fixture) =>
        File.WriteAllBytes(Path.Combine(folder, name), fixture.Build());
}
