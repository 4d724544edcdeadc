using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using PureHDF;
using Xunit;
using static Fusion.Reference.Tests.Data.Formats.KaldiRowsTests;

namespace Fusion.Reference.Tests.Data.Formats;

public class Hdf5FileTests
{
    [Fact]
    public void Reads_what_h5py_wrote()
    {
        using var folder = new TemporaryFolder();
        var golden = Golden.Formats["hdf5"]!;
        using var file = Hdf5File.Open(folder.Write("a.h5", Golden.Bytes(golden)));

        Assert.Equal(["gz", "plain", "vid1/features"], file.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Golden.Numbers(golden["plain"]!), file.Read("plain").Expect(6, 4).ToDouble());
        Assert.Equal(Golden.Numbers(golden["vid1_features"]!), file.Read("vid1/features").Expect(2, 3).ToDouble());
        Assert.Equal(Golden.Numbers(golden["gz_shape"]!).Select(size => (long)size), file.Shape("gz"));
        Assert.Equal((double)golden["gz_sum"]!, file.Read("gz").ToDouble().Sum(), 1e-6);
        // The chunks are shorter than the array, so rows come from several.
        using var rows = file.Rows("gz");
        Assert.Equal(file.Read("gz").ToSingle(), Enumerable.Range(0, rows.Count).SelectMany(row => Row(rows, row)));
    }

    [Fact]
    public void Reads_vectors_and_segments_by_rows_in_their_own_type()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.h5"], new H5File
        {
            ["half"] = new Half[,] { { (Half)1, (Half)2.5 }, { (Half)(-3), (Half)4 } },
            ["bytes"] = new byte[,] { { 1, 255 } },
            ["deep"] = new H5Group { ["segments"] = new double[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } } },
            ["names"] = new[] { "ç", "d" },
            ["count"] = new long[] { 3 },
        });
        using var file = Hdf5File.Open(folder["a.h5"]);

        Assert.Equal(["float16", "uint8", "float64", "str", "int64"], new[] { "half", "bytes", "deep/segments", "names", "count" }.Select(key => file.Read(key).Dtype));
        Assert.Equal(["ç", "d"], (string[])file.Read("names").Values);
        using var half = file.Rows("half");
        Assert.Equal((2, 2, FeatureKind.Vector), (half.Count, half.Width, half.Kind));
        Assert.Equal([-3, 4], Row(half, 1));
        using var segments = file.Rows("deep/segments");
        Assert.Equal((FeatureKind.Segments, 2), (segments.Kind, segments.Frames(0)));
        Assert.Equal([5, 6, 7, 8], Row(segments, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Row(half, 2));
        Assert.Contains("expected shape (any, any)", Assert.Throws<DataFormatException>(() => file.Rows("count")).Message);
        Assert.Contains("expected one array with two or three dimensions, found bytes, deep/segments, half", Sorted(Assert.Throws<DataFormatException>(() => file.Rows()).Message));
        Assert.Contains("was asked for 'none'", Assert.Throws<DataFormatException>(() => file.Read("none")).Message);
    }

    [Fact]
    public void Takes_the_only_array_of_rows_without_a_key()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.h5"], new H5File { ["x"] = new float[,] { { 1, 2 } }, ["n"] = new[] { 1L } });
        using var file = Hdf5File.Open(folder["a.h5"]);

        using var rows = file.Rows();
        Assert.Equal([1, 2], Row(rows, 0));
        Assert.Equal($"{folder["a.h5"]}[x]", rows.File);
    }

    [Fact]
    public void Refuses_what_is_cut_off_or_no_hdf5()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.h5"], new H5File { ["x"] = new float[200, 300] });
        var good = File.ReadAllBytes(folder["a.h5"]);

        foreach (var length in new[] { 0, 4, 8, 40, good.Length / 2, good.Length - 100 })
            Assert.Contains("expected an intact HDF5 file", Hostile.Refused(good[..length], "bad.h5", ReadAll).Message);
        Assert.Contains("expected an intact HDF5 file", Hostile.Refused("hello, this is no such file"u8.ToArray(), "bad.h5", ReadAll).Message);
    }

    private static void ReadAll(string path)
    {
        using var file = Hdf5File.Open(path);
        foreach (var key in file.Keys)
            file.Read(key);
    }

    private static void Write(string path, H5File content) => content.Write(path);

    private static string Sorted(string message)
    {
        var start = message.LastIndexOf("found ", StringComparison.Ordinal) + "found ".Length;
        return message[..start] + string.Join(", ", message[start..].Split(", ").Order(StringComparer.Ordinal));
    }
}
