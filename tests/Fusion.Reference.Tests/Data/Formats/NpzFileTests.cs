using System.IO.Compression;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class NpzFileTests
{
    [Fact]
    public void Reads_what_numpy_wrote()
    {
        using var folder = new TemporaryFolder();
        var cases = Golden.Formats["npz"]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var golden in cases)
        {
            using var file = NpzFile.Open(folder.Write($"{golden!["name"]}.npz", Golden.Bytes(golden)));

            Assert.Equal(golden["keys"]!.AsArray().Select(key => (string)key!), file.Keys);
            Assert.Equal(Golden.Numbers(golden["x"]!), file.Read("x").ToDouble());
            Assert.Equal([6, 4], file.Read("x").Shape);
            Assert.Equal([0, 1, 2], file.Read("y").ToInt64());
            Assert.Contains("one of the arrays x, y", Assert.Throws<DataFormatException>(() => file.Read("z")).Message);
        }
    }

    [Fact]
    public void Refuses_what_is_no_archive() =>
        Assert.Contains("zip archive", Hostile.Refused("PK\x03\x04, but no more"u8.ToArray(), "bad.npz", path => NpzFile.Open(path).Dispose()).Message);

    [Fact]
    public void Reads_any_archive_of_arrays_and_leaves_other_entries_out()
    {
        using var folder = new TemporaryFolder();
        using var file = NpzFile.Open(folder.Write("a.npz", Make()));

        Assert.Equal(["x", "folder/y"], file.Keys);
        Assert.Equal([7], file.Read("folder/y").ToInt64());
        Assert.Equal("<f4", file.Read("x").Dtype);
    }

    [Fact]
    public void Survives_every_truncation_and_any_change_of_bytes()
    {
        var good = Make();

        Assert.True(Hostile.Attack(good, "bad.npz", path =>
        {
            using var file = NpzFile.Open(path);
            foreach (var key in file.Keys)
                file.Read(key);
        }) >= good.Length);
    }

    private static byte[] Make()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Add("x.npy", NpyFileTests.File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]));
            Add("readme.txt", "no array"u8.ToArray());
            Add("folder/y.npy", NpyFileTests.File("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", 7));

            void Add(string name, byte[] content)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
