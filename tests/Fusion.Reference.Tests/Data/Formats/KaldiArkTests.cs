using System.Text;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class KaldiArkTests
{
    [Fact]
    public void Reads_what_kaldiio_wrote()
    {
        using var folder = new TemporaryFolder();
        foreach (var golden in Golden.Formats["kaldi_ark"]!.AsArray())
        {
            using var ark = KaldiArk.Open(folder.Write("a.ark", Golden.Bytes(golden!)));

            var expected = golden!["expected"]!.AsObject();
            Assert.Equal(golden["scp_offsets"]!.AsObject().Select(pair => (pair.Key, (long)pair.Value!)), ark.Entries());
            foreach (var (key, offset) in ark.Entries())
            {
                var content = ark.Read(offset);
                Assert.Equal((string)golden["dtype"]![key]!, content.Dtype);
                Assert.Equal(expected[key]![0] is JsonArray row ? [expected[key]!.AsArray().Count, row.Count] : [expected[key]!.AsArray().Count], content.Shape);
                var tolerance = (double?)golden["tol"] ?? 0;
                Assert.All(Golden.Numbers(expected[key]!).Zip(content.ToDouble()), pair => Assert.Equal(pair.First, pair.Second, tolerance + 1e-12));
            }
        }
    }

    [Fact]
    public void Reads_every_kind_of_object_one_after_the_other()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes =
        [
            .. Ark.Matrix("a", 1, 2, 1, 2), .. Ark.DoubleMatrix("b", 2, 1, 3, 4), .. Ark.DoubleVector("ç", 5), .. Ark.Integers("d", 6, -7), .. Ark.Matrix("empty", 0, 0),
            .. Encoding.UTF8.GetBytes("t  [\n  1 2\n  3 4e-1 ]\nv  [ 5 inf ]\ni 7 8\n"),
        ];
        using var ark = KaldiArk.Open(folder.Write("a.ark", bytes));

        var read = ark.Entries().Select(entry => (entry.Key, Content: ark.Read(entry.Offset))).ToArray();

        Assert.Equal(["a", "b", "ç", "d", "empty", "t", "v", "i"], read.Select(entry => entry.Key));
        Assert.Equal(["float32", "float64", "float64", "int32", "float32", "float32", "float32", "int32"], read.Select(entry => entry.Content.Dtype));
        Assert.Equal(["(1, 2)", "(2, 1)", "(1)", "(2)", "(0, 0)", "(2, 2)", "(2)", "(2)"], read.Select(entry => ArrayContent.Describe(entry.Content.Shape)));
        Assert.Equal([1, 2, 3, 4, 5, 6, -7, 1, 2, 3, 0.4f, 5, float.PositiveInfinity, 7, 8], read.SelectMany(entry => entry.Content.ToSingle()));
    }

    [Fact]
    public void Unpacks_compressed_matrices_by_hand()
    {
        using var folder = new TemporaryFolder();
        // Percentiles 0, 10, 20 and 30 over a range of 65,535, so that a unit of the code is a unit of the value.
        byte[] percentiles = [0, 0, 10, 0, 20, 0, 30, 0];
        byte[] bytes =
        [
            .. Ark.Compressed("cm", "CM", 1, 65535, 4, 1, [.. percentiles, 0, 64, 192, 255]),
            .. Ark.Compressed("half", "CM", 1, 65535, 3, 1, [.. percentiles, 32, 128, 255]),
            .. Ark.Compressed("cm2", "CM2", -1, 65535, 1, 2, 0, 1, 255, 255),
            .. Ark.Compressed("cm3", "CM3", 2, 255, 2, 1, 7, 255),
        ];
        using var ark = KaldiArk.Open(folder.Write("a.ark", bytes));

        var values = ark.Entries().ToDictionary(entry => entry.Key, entry => ark.Read(entry.Offset).ToSingle());

        Assert.Equal([1, 11, 21, 31], values["cm"]);
        Assert.Equal([6, 16, 31], values["half"]);
        Assert.Equal([255, 65534], values["cm2"]);
        Assert.Equal([9, 257], values["cm3"]);
    }

    [Theory]
    [InlineData("k \0BXM 12345678901234", "FM, DM, CM")]
    [InlineData("k \0C", "the mark 00 42")]
    [InlineData("key-without-space", "a key of at most")]
    [InlineData("k [ 1 2", "text up to ']'")]
    [InlineData("k [ 1 x ]", "a number, found 'x'")]
    [InlineData("k [\n 1 2\n 3 ]", "2 values in every row, found 1 in row 1")]
    [InlineData("k hello\n", "'[' or whole numbers, found 'hello'")]
    public void Says_what_is_wrong(string content, string reason) =>
        Assert.Contains(reason, Hostile.Refused(Encoding.Latin1.GetBytes(content), "bad.ark", ReadAll).Message);

    [Fact]
    public void Refuses_sizes_that_the_file_cannot_hold()
    {
        Assert.Contains("from 0 to", Hostile.Refused(Ark.Matrix("k", -1, 2), "bad.ark", ReadAll).Message);
        Assert.Contains("from 0 to", Hostile.Refused(Ark.Matrix("k", 2, -1), "bad.ark", ReadAll).Message);
        Assert.Contains("from 0 to", Hostile.Refused(Ark.Matrix("k", int.MaxValue, int.MaxValue), "bad.ark", ReadAll).Message);
        Assert.Contains("expected 32 bytes of values (FM, 4 rows of 2 columns) at byte 2, found 4", Hostile.Refused(Ark.Matrix("k", 4, 2, 1), "bad.ark", ReadAll).Message);
    }

    [Fact]
    public void Survives_every_truncation_and_any_change_of_bytes()
    {
        byte[] good = [.. Ark.Matrix("a", 2, 2, 1, 2, 3, 4), .. Ark.Compressed("c", "CM", 0, 1, 2, 1, 0, 0, 1, 0, 2, 0, 3, 0, 7, 8), .. Ark.Integers("i", 3)];

        // All but the empty file and those that end between two objects.
        Assert.True(Hostile.Attack(good, "bad.ark", ReadAll) >= good.Length - 3);
    }

    private static void ReadAll(string path)
    {
        using var ark = KaldiArk.Open(path);
        foreach (var (_, offset) in ark.Entries())
            ark.Read(offset);
    }
}
