using Fusion.Layers.Interop;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class NativeFixTests
{
    [Fact]
    public void ThePackageCacheIsUntouched() => Assert.Equal(NativeFix.Published(), File.ReadAllBytes(NativeFix.Packed));

    [Fact]
    public void TheOutputDiffersInTheOneFlagWhereTheHostNeedsIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fix is for Linux");
        var packed = File.ReadAllBytes(NativeFix.Packed);
        var used = File.ReadAllBytes(NativeFix.Used);
        var need = ElfVersionNeeds.Parse(packed, "packed").Needs.Single(need => need.Version == "GLIBCXX_3.4.32");
        var host = HostLibrary.Find("libstdc++.so.6", machine: 62);
        var needed = host is not null && !ElfVersionNeeds.Read(host).Definitions.Contains("GLIBCXX_3.4.32");
        Assert.Equal(packed.Length, used.Length);
        Assert.Equal(needed ? [need.FlagsOffset] : [], Enumerable.Range(0, packed.Length).Where(i => packed[i] != used[i]));
        Assert.Equal(needed ? 2 : packed[need.FlagsOffset], used[need.FlagsOffset]);
    }
}
