using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;
using static Fusion.Reference.Tests.Data.Formats.KaldiRowsTests;

namespace Fusion.Reference.Tests.Data.Formats;

public class NpyRowsTests
{
    [Fact]
    public void Reads_single_rows_of_vectors_and_segments_as_the_whole_file_reads()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["f4.npy"], Enumerable.Range(0, 3 * 5000).Select(value => value / 7f).ToArray(), 3, 5000);
        NpyFile.Write(folder["f2.npy"], Array.ConvertAll(NpyFile.Read(folder["f4.npy"]).ToSingle(), value => (Half)value), 3, 5000);
        NpyFile.Write(folder["i8.npy"], Enumerable.Range(0, 24).Select(value => -(long)value).ToArray(), 2, 3, 4);

        foreach (var (file, kind, frames) in new[] { ("f4.npy", FeatureKind.Vector, 1), ("f2.npy", FeatureKind.Vector, 1), ("i8.npy", FeatureKind.Segments, 3) })
        {
            var whole = NpyFile.Read(folder[file]);
            using var rows = NpyRows.Open(folder[file]);
            Assert.Equal((whole.Shape[0], whole.Shape[^1], kind), (rows.Count, rows.Width, rows.Kind));
            Assert.Equal(whole.ToSingle(), Enumerable.Range(0, rows.Count).SelectMany(row => Row(rows, row)));
            Assert.Equal(frames, rows.Frames(1));
            Assert.Throws<ArgumentOutOfRangeException>(() => Row(rows, rows.Count));
        }
    }

    [Fact]
    public void Holds_no_more_than_a_row_in_memory()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], new Half[4000 * 1000], 4000, 1000);
        using var rows = NpyRows.Open(folder["a.npy"]);
        var row = new float[1000];
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var index = 0; index < rows.Count; index++)
            rows.Read(index, row);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("|u1", new byte[] { 0, 255 }, new float[] { 0, 255 })]
    [InlineData("|b1", new byte[] { 0, 1 }, new float[] { 0, 1 })]
    [InlineData("|i1", new byte[] { 1, 255 }, new float[] { 1, -1 })]
    [InlineData("<i2", new byte[] { 1, 1, 255, 255 }, new float[] { 257, -1 })]
    [InlineData("<i4", new byte[] { 1, 0, 0, 0, 255, 255, 255, 255 }, new float[] { 1, -1 })]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 240, 63, 0, 0, 0, 0, 0, 0, 0, 192 }, new float[] { 1, -2 })]
    public void Reads_every_kind_of_number(string dtype, byte[] data, float[] expected)
    {
        using var folder = new TemporaryFolder();
        using var rows = NpyRows.Open(folder.Write("a.npy", NpyFileTests.File($"{{'descr': '{dtype}', 'fortran_order': False, 'shape': (1, 2), }}", data)));

        Assert.Equal(expected, Row(rows, 0));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", "expected shape (any, any)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 0), }", "expected shape (any, any)")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "in Fortran order")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }", "found dtype >f4")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 1), }", "found dtype <c8")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "expected 24 bytes of data, found 16")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3000000000, 2), }", "expected shape (any, any)")]
    public void Refuses_what_it_cannot_map(string header, string reason) =>
        Assert.Contains(reason, Hostile.Refused(NpyFileTests.File(header, new byte[16]), "bad.npy", path => NpyRows.Open(path).Dispose()).Message);

    [Fact]
    public void Cuts_frames_at_their_offsets()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["frames.npy"], new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2);
        NpyFile.Write(folder["offsets.npy"], new long[] { 0, 2, 3 }, 3L);
        using var frames = NpyFrames.Open(folder["frames.npy"], folder["offsets.npy"]);

        Assert.Equal((2, 2, FeatureKind.Frames, 2), (frames.Count, frames.Width, frames.Kind, frames.Frames(0)));
        Assert.Equal([folder["frames.npy"], folder["offsets.npy"]], ((IFeatureRows)frames).Files);
        Assert.Equal([1, 2, 3, 4], Row(frames, 0));
        Assert.Equal([5, 6], Row(frames, 1));
    }

    [Theory]
    [InlineData(new long[] { 0, 2 }, "expected offsets from 0 to 3")]
    [InlineData(new long[] { 1, 3 }, "found 1 to 3")]
    [InlineData(new long[] { 0, 0, 3 }, "expected an offset above 0 in row 1, found 0")]
    [InlineData(new long[] { 0 }, "found 0 to 0")]
    public void Refuses_offsets_that_do_not_fit(long[] offsets, string reason)
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["frames.npy"], new float[6], 3, 2);
        NpyFile.Write(folder["offsets.npy"], offsets, offsets.Length);

        Assert.Contains(reason, Assert.Throws<DataFormatException>(() => NpyFrames.Open(folder["frames.npy"], folder["offsets.npy"])).Message);
    }
}
