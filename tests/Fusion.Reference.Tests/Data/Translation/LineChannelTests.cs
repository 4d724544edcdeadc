using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Data.Translation;

public class LineChannelTests
{
    [Fact]
    public void Selecting_and_joining_keep_each_lines_own_features()
    {
        using var folder = new TemporaryFolder();
        using var first = Rows(folder, "a.npy", 10, 11, 12);
        using var second = Rows(folder, "b.npy", 20, 21);
        var some = new LineChannel(first, [2, -1, 0]).Select([2, 1, 0, 2]);

        var joined = LineChannel.Join([(some, 4), (null, 2), (LineChannel.LineByLine(second, 2, synthetic: true), 2)]);

        Assert.Equal([10, null, 12, 10, null, null, 20, 21], Enumerable.Range(0, 8).Select(line => joined.Has(line) ? joined.Read(line)[0] : (float?)null));
        Assert.Equal((5, true), (joined.Present, joined.Synthetic));
        Assert.Equal([folder["a.npy"], folder["b.npy"]], joined.Files);
        Assert.Equal([21], joined.Select([7]).Read(0));
    }

    [Fact]
    public void Refuses_to_join_features_of_different_widths_and_names_the_file_of_a_wrong_value()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["wide.npy"], new float[4], 2, 2);
        using var narrow = Rows(folder, "a.npy", 1, 2);
        using var wide = NpyRows.Open(folder["wide.npy"]);
        using var wrong = Rows(folder, "b.npy", 3, float.PositiveInfinity);

        Assert.Equal($"{folder["wide.npy"]}: expected Vector of width 1, as in {folder["a.npy"]}, found Vector of width 2",
            Assert.Throws<DataFormatException>(() => LineChannel.Join([(LineChannel.LineByLine(narrow, 2), 2), (LineChannel.LineByLine(wide, 2), 2)])).Message);
        var joined = LineChannel.Join([(LineChannel.LineByLine(narrow, 2), 2), (LineChannel.LineByLine(wrong, 2), 2)]);
        Assert.StartsWith($"{folder["b.npy"]}: expected finite values, found", Assert.Throws<DataFormatException>(() => joined.Read(3)).Message);
        Assert.EndsWith("in row 1, column 0", Assert.Throws<DataFormatException>(() => joined.Read(3)).Message);
    }

    [Fact]
    public void Shuffling_deals_the_same_features_to_the_lines_that_have_any()
    {
        using var folder = new TemporaryFolder();
        using var rows = Rows(folder, "a.npy", [.. Enumerable.Range(0, 40).Select(value => (float)value)]);
        var channel = new LineChannel(rows, [.. Enumerable.Range(0, 40).Select(line => line % 4 == 0 ? -1 : line)]);

        var shuffled = channel.Shuffled(3);

        int[] lines = [.. Enumerable.Range(0, 40).Where(channel.Has)];
        Assert.Equal(lines, Enumerable.Range(0, 40).Where(shuffled.Has));
        float[] dealt = [.. lines.Select(line => shuffled.Read(line)[0])];
        Assert.Equal(lines.Select(line => (float)line), dealt.Order());
        Assert.True(lines.Zip(dealt).Count(pair => pair.First != pair.Second) > 20);
        Assert.Equal(dealt, lines.Select(line => channel.Shuffled(3).Read(line)[0]));
        Assert.NotEqual(dealt, lines.Select(line => channel.Shuffled(4).Read(line)[0]));
    }

    private static NpyRows Rows(TemporaryFolder folder, string name, params float[] values)
    {
        NpyFile.Write(folder[name], values, values.Length, 1);
        return NpyRows.Open(folder[name]);
    }
}
