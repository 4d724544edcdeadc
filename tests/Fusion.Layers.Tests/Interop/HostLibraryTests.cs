using System.Text;
using Fusion.Layers.Interop;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class HostLibraryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(64)] // the table in the former format that older systems put first
    public void TheLoaderCacheIsRead(int prefix)
    {
        var cache = Cache(prefix, ("libother.so.1", "/lib/libother.so.1"), ("libstdc++.so.6", "/a/libstdc++.so.6"),
            ("libstdc++.so.6", "/b/libstdc++.so.6"), ("libstdc++.so.60", "/c/libstdc++.so.60"));
        Assert.Equal(["/a/libstdc++.so.6", "/b/libstdc++.so.6"], HostLibrary.InLoaderCache(cache, "libstdc++.so.6"));
    }

    [Fact]
    public void ATruncatedOrForeignCacheHasNothingToSay()
    {
        var cache = Cache(0, ("libstdc++.so.6", "/a/libstdc++.so.6"));
        for (var length = 0; length < 72; length++)
            Assert.Empty(HostLibrary.InLoaderCache(cache[..length], "libstdc++.so.6"));
        Assert.Empty(HostLibrary.InLoaderCache(Encoding.ASCII.GetBytes(new string('x', 500)), "libstdc++.so.6"));
    }

    [Fact]
    public void ThisHostsLibrariesAreFoundForTheRightMachine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/etc/ld.so.cache"), "needs Linux with a loader cache");
        var machine = ElfVersionNeeds.Read("/proc/self/exe").Machine;
        var found = HostLibrary.Find("libc.so.6", machine);
        Assert.NotNull(found);
        Assert.Contains(ElfVersionNeeds.Read(found).Definitions, version => version.StartsWith("GLIBC_2.", StringComparison.Ordinal));
        Assert.Null(HostLibrary.Find("libc.so.6", machine: 9999));
        Assert.Null(HostLibrary.Find("libdoesnotexist.so.6", machine));
    }

    private static byte[] Cache(int prefix, params (string Name, string Path)[] libraries)
    {
        const string magic = "glibc-ld.so.cache1.1";
        var strings = new MemoryStream();
        var entries = new MemoryStream();
        var first = 48 + 24 * libraries.Length;
        foreach (var (name, path) in libraries)
        {
            entries.Write(BitConverter.GetBytes(0x303));
            foreach (var text in new[] { name, path })
            {
                entries.Write(BitConverter.GetBytes(first + (int)strings.Length));
                strings.Write(Encoding.ASCII.GetBytes(text + "\0"));
            }

            entries.Write(new byte[12]);
        }

        return [.. new byte[prefix], .. Encoding.ASCII.GetBytes(magic), .. BitConverter.GetBytes(libraries.Length),
            .. BitConverter.GetBytes((int)strings.Length), .. new byte[20], .. entries.ToArray(), .. strings.ToArray()];
    }
}
