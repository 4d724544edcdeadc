using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class KaldiRowsTests
{
    [Fact]
    public void Reads_rows_in_the_order_of_the_list_whole_or_in_part()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", [.. Ark.Matrix("a", 2, 2, 1, 2, 3, 4), .. Ark.Matrix("b", 3, 2, 5, 6, 7, 8, 9, 10)]);
        folder.Write("two.ark", Ark.DoubleMatrix("c", 1, 2, 11, 12));
        using var rows = Open(folder, "c two.ark:2\nb one.ark:35[1:2]\na one.ark:2\nd one.ark:35[1:1,1:1]\n");

        Assert.Equal((4, 2, FeatureKind.Frames), (rows.Count, rows.Width, rows.Kind));
        Assert.Equal([1, 2, 2, 1], Enumerable.Range(0, 4).Select(rows.Frames));
        Assert.Equal([11, 12], Row(rows, 0));
        Assert.Equal([7, 8, 9, 10], Row(rows, 1));
        Assert.Equal([1, 2, 3, 4], Row(rows, 2));
        Assert.Contains("expected shape (any, 2), found (1, 1)", Assert.Throws<DataFormatException>(() => Row(rows, 3)).Message);
    }

    [Fact]
    public void Brings_frames_to_the_mean_and_deviation_of_their_speaker()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", Ark.Matrix("a", 2, 2, 1, 5, 3, 5));
        // Two frames: sums 4 and 10, sums of squares 10 and 50: means 2 and 5, deviations 1 and 0.
        var first = Ark.DoubleMatrix("s", 2, 3, 4, 10, 2, 10, 50, 0);
        // Another speaker has means 0 and deviations 1.
        folder.Write("cmvn.ark", [.. first, .. Ark.DoubleMatrix("t", 2, 3, 0, 0, 2, 2, 2, 0)]);
        using var rows = new KaldiRows(
            "feats.scp", KaldiScp.Read(folder.Write("feats.scp", "a one.ark:2\nb one.ark:2\n")), new([new("s", folder["cmvn.ark"], 2, null), new("t", folder["cmvn.ark"], first.Length + 2, null)]));

        Assert.Equal(["feats.scp", folder["one.ark"], folder["cmvn.ark"]], ((IFeatureRows)rows).Files);
        Assert.Equal([-1, 0, 1, 0], Row(rows, 0));
        Assert.Equal([1, 5, 3, 5], Row(rows, 1));
        Assert.Contains("at least one frame", Assert.Throws<DataFormatException>(() => KaldiCmvn.From(new ArrayContent("cmvn", "float64", [2, 2], new double[4]))).Message);
    }

    [Fact]
    public void Says_which_archive_is_missing_and_which_range_is_too_long()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", [.. Ark.Matrix("a", 2, 2, 1, 2, 3, 4), .. Ark.DoubleVector("v", 1)]);
        using var rows = Open(folder, "a one.ark:2[1:2]\nb none.ark:2\n");

        Assert.Contains("expected rows 1 to 2, both included, found 2 rows", Assert.Throws<DataFormatException>(() => _ = rows.Width).Message);
        Assert.Equal($"feats.scp:2: expected frames of 'b', found: {folder["none.ark"]}: expected a file, found none", Assert.Throws<DataFormatException>(() => rows.Frames(1)).Message);
        using var vector = Open(folder, "v one.ark:35\n");
        Assert.Contains("expected shape (any, any), found (1)", Assert.Throws<DataFormatException>(() => _ = vector.Width).Message);
    }

    [Fact]
    public void Names_the_first_archive_where_none_is_there()
    {
        using var folder = new TemporaryFolder();
        using var rows = Open(folder, "a none.ark:2\nb other.ark:2\n");

        Assert.Equal($"feats.scp:1: expected frames of 'a', found: {folder["none.ark"]}: expected a file, found none", Assert.Throws<DataFormatException>(() => _ = rows.Width).Message);
    }

    [Fact]
    public void A_range_beyond_the_matrix_is_refused_before_room_is_made_for_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", Ark.Matrix("a", 2, 2, 1, 2, 3, 4));
        using var rows = Open(folder, "a one.ark:2\nb one.ark:2[0:999999999]\n");

        Assert.Equal(
            $"feats.scp:2: expected frames of 'b', found: {folder["one.ark"]}: expected rows 0 to 999999999, both included, found 2 rows", Assert.Throws<DataFormatException>(() => Row(rows, 1)).Message);
    }

    [Fact]
    public void Statistics_of_another_width_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", Ark.Matrix("a", 2, 4, 1, 2, 3, 4, 5, 6, 7, 8));
        folder.Write("cmvn.ark", Ark.DoubleMatrix("s", 2, 3, 4, 10, 2, 10, 50, 0));
        using var rows = new KaldiRows("feats.scp", KaldiScp.Read(folder.Write("feats.scp", "a one.ark:2\n")), new([new("s", folder["cmvn.ark"], 2, null)]));

        Assert.Equal(
            $"feats.scp:1: expected frames of 'a', found: {folder["cmvn.ark"]}:2: expected sums of 4 columns, as many as the frames have, and a count, found 2 columns",
            Assert.Throws<DataFormatException>(() => Row(rows, 0)).Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    public void An_utterance_without_a_frame_or_a_value_is_refused(int frames, int columns)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", [.. Ark.Matrix("a", 2, 2, 1, 2, 3, 4), .. Ark.Matrix("b", frames, columns)]);
        using var rows = Open(folder, "a one.ark:2\nb one.ark:35\n");
        using var alone = Open(folder, "b one.ark:35\n");
        var found = $"expected frames of 'b', found: {folder["one.ark"]}:35: expected at least one frame{(frames > 0 ? " of at least one value, found 2 of none" : ", found none")}";

        Assert.Equal(2, rows.Frames(0));
        Assert.Equal($"feats.scp:2: {found}", Assert.Throws<DataFormatException>(() => rows.Frames(1)).Message);
        Assert.Equal($"feats.scp:1: {found}", Assert.Throws<DataFormatException>(() => _ = alone.Width).Message);
    }

    [Fact]
    public void An_utterance_without_a_frame_is_refused_as_text_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", "a [\n 1 2\n 3 4 ]\nb [ ]\nc [\n ]\n");
        using var archive = KaldiArk.Open(folder["one.ark"]);
        long[] places = [.. archive.Entries().Select(entry => entry.Offset)];
        using var rows = Open(folder, $"a one.ark:{places[0]}\nb one.ark:{places[1]}\nc one.ark:{places[2]}\n");

        Assert.Equal(2, rows.Frames(0));
        foreach (var row in new[] { 1, 2 })
            Assert.EndsWith("expected at least one frame, found none", Assert.Throws<DataFormatException>(() => rows.Frames(row)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_files_are_the_list_and_its_archives_there_or_not()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.ark", Ark.Matrix("a", 1, 2, 1, 2));
        using var rows = Open(folder, "a one.ark:2\nb two.ark:2\nc one.ark:2\n");

        Assert.Equal(["feats.scp", folder["one.ark"], folder["two.ark"]], ((IFeatureRows)rows).Files);
    }

    internal static float[] Row(IFeatureRows rows, int row)
    {
        var values = new float[rows.Frames(row) * rows.Width];
        rows.Read(row, values);
        return values;
    }

    private static KaldiRows Open(TemporaryFolder folder, string list) => new("feats.scp", KaldiScp.Read(folder.Write("feats.scp", list)));
}
