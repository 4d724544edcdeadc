using System.Text;
using FsCheck.Xunit;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class NpyFileTests
{
    [Fact]
    public void Reads_what_numpy_wrote()
    {
        using var folder = new TemporaryFolder();
        var cases = Golden.Formats["npy"]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var golden in cases)
        {
            var read = NpyFile.Read(folder.Write("golden.npy", Golden.Bytes(golden!)));

            Assert.Equal((string)golden!["dtype"]!, read.Dtype);
            Assert.Equal(golden["shape"]!.AsArray().Select(size => (long)size!), read.Shape);
            if (read.Values is string[] texts)
                Assert.Equal(Golden.Flatten(golden["expected"]!).Select(text => (string)text!), texts);
            else
                Assert.Equal(Golden.Numbers(golden["expected"]!), read.ToDouble());
        }
    }

    [Fact]
    public void Reads_fortran_order_as_row_major()
    {
        var read = Read(File("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", 0, 0, 3, 0, 1, 0, 4, 0, 2, 0, 5, 0));

        Assert.Equal([0, 1, 2, 3, 4, 5], read.ToInt64());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reads_every_version(byte version)
    {
        var read = Read(File("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 0], version));

        Assert.Equal([true, false], Assert.IsType<bool[]>(read.Values));
    }

    [Fact]
    public void Reads_a_scalar()
    {
        var read = Read(File("{'descr': '>f4', 'fortran_order': False, 'shape': (), }", 0x3f, 0x80, 0, 0));

        Assert.Empty(read.Shape);
        Assert.Equal([1f], read.ToSingle());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", "16 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }", "shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (300000000000,), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "shape")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Object")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "<c8")]
    [InlineData("{'descr': '<M8', 'fortran_order': False, 'shape': (1,), }", "text")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (0,), }", "f16")]
    [InlineData("{'descr': '<U9999999999', 'fortran_order': False, 'shape': (1,), }", "elements")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "plain descr")]
    [InlineData("nonsense", "nonsense")]
    public void Refuses_a_bad_header(string header, string reason)
    {
        var error = Hostile.Refused(File(header, new byte[12]), "bad.npy", path => NpyFile.Read(path));

        Assert.Contains(reason, error.Message);
        Assert.Null(error.Line);
    }

    [Fact]
    public void Refuses_a_huge_header()
    {
        byte[] bad = [.. NpyHeader.Magic, 2, 0, 0xff, 0xff, 0xff, 0x7f, .. new byte[40]];

        Assert.Contains("header of at most", Hostile.Refused(bad, "bad.npy", path => NpyFile.Read(path)).Message);
    }

    [Fact]
    public void Refuses_text_that_is_not_text()
    {
        var bad = File("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", 0, 0, 0, 0xff);

        Assert.Contains("code point", Hostile.Refused(bad, "bad.npy", path => NpyFile.Read(path)).Message);
    }

    [Fact]
    public void Survives_every_truncation_and_any_change_of_bytes()
    {
        var good = File("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", new byte[24]);
        var text = File("{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }", [65, 0, 0, 0, 66, 0, 0, 0, 67, 0, 0, 0, 0, 0, 0, 0]);

        // Every shorter file is bad, so at least those are refused.
        Assert.True(Hostile.Attack(good, "bad.npy", path => NpyFile.Read(path)) >= good.Length);
        Assert.True(Hostile.Attack(text, "bad.npy", path => NpyFile.Read(path)) >= text.Length);
    }

    [Fact]
    public void Names_a_missing_file()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DataFormatException>(() => NpyFile.Read(folder["none.npy"]));

        Assert.Equal($"{folder["none.npy"]}: expected a file, found none", error.Message);
    }

    [Property(MaxTest = 50)]
    public void Reads_back_what_it_wrote(float[] floats, long[] integers)
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["f.npy"], floats, floats.Length, 1);
        NpyFile.Write(folder["i.npy"], integers, integers.Length);

        var readFloats = NpyFile.Read(folder["f.npy"]);
        Assert.Equal("<f4", readFloats.Dtype);
        Assert.Equal([floats.Length, 1], readFloats.Shape);
        Assert.Equal(floats, readFloats.ToSingle());
        var readIntegers = NpyFile.Read(folder["i.npy"]);
        Assert.Equal("<i8", readIntegers.Dtype);
        Assert.Equal(integers, readIntegers.ToInt64());
        Assert.Equal(2, Directory.GetFiles(folder.Root).Length);
    }

    [Fact]
    public void Refuses_the_wrong_shape_and_type()
    {
        var floats = Read(File("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", new byte[8]));
        var texts = Read(File("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", 65, 0, 0, 0));

        Assert.Contains("expected shape (any, 3), found (1, 2)", Assert.Throws<DataFormatException>(() => floats.Expect(-1, 3)).Message);
        Assert.Contains("expected whole numbers, found dtype <f4", Assert.Throws<DataFormatException>(floats.ToInt64).Message);
        Assert.Contains("expected numbers, found dtype <U1", Assert.Throws<DataFormatException>(texts.ToSingle).Message);
        Assert.Same(floats, floats.Expect(1, -1));
    }

    [Fact]
    public void Previews_numbers_json_cannot_hold_as_text()
    {
        var content = new ArrayContent("x", "<f4", [4], new[] { 0.1f, float.NaN, float.PositiveInfinity, 2 });

        Assert.Equal("[0.10000000149011612,\"NaN\",\"Infinity\"]", content.Preview(3).ToJsonString());
        Assert.Equal("[18446744073709551615]", new ArrayContent("x", "<u8", [1], new[] { ulong.MaxValue }).Preview(16).ToJsonString());
    }

    internal static byte[] File(string header, params byte[] data) => File(header, data, version: 1);

    private static byte[] File(string header, byte[] data, byte version)
    {
        var text = Encoding.Latin1.GetBytes(header + "\n");
        var length = BitConverter.GetBytes(text.Length);
        return [.. NpyHeader.Magic, version, 0, .. version == 1 ? length[..2] : length, .. text, .. data];
    }

    private static ArrayContent Read(byte[] content) => NpyFile.Read(new MemoryStream(content), "test.npy");
}
