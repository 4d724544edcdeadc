using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class TsvFileTests
{
    [Fact]
    public void Finds_columns_by_name_whatever_the_line_ends_and_the_mark()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.tsv", "\uFEFFa\tb\r\nç\t-2\r\n\t7");

        var rows = TsvFile.Read(path, "b", "a").Rows;

        Assert.Equal([2, 3], rows.Select(row => row.Line));
        Assert.Equal("ç", rows[0].Text("a"));
        Assert.Equal(-2, rows[0].Integer("b", -2, 3));
        Assert.Equal($"{path}:3: expected a to be filled, found ''", Assert.Throws<DataFormatException>(() => rows[1].Text("a")).Message);
        Assert.Equal($"{path}:3: expected b to be a whole number from 0 to 3, found '7'", Assert.Throws<DataFormatException>(() => rows[1].Integer("b", 0, 3)).Message);
    }

    [Theory]
    [InlineData("", 1L, "header")]
    [InlineData("a\tc\n", 1L, "column 'b'")]
    [InlineData("a\tb\ta\n", 1L, "'a' twice")]
    [InlineData("a\tb\n1\t2\n1\n", 3L, "2 cells, found 1")]
    [InlineData("a\tb\n1\t2\t3\n", 2L, "2 cells, found 3")]
    [InlineData("a\tb\n\n", 2L, "2 cells, found 1")]
    public void Names_the_line_at_fault(string content, long line, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.tsv", content);

        var error = Assert.Throws<DataFormatException>(() => TsvFile.Read(path, "a", "b"));

        Assert.Equal(line, error.Line);
        Assert.StartsWith($"{path}:{line}: expected", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Names_the_line_that_is_not_utf8()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.tsv", [.. "a\tb\n1\t2\nx"u8, 0xe7, (byte)'\t', (byte)'\n']);

        var error = Assert.Throws<DataFormatException>(() => TsvFile.Read(path, "a", "b"));

        Assert.Equal(3, error.Line);
        Assert.Contains("UTF-8", error.Message);
    }

    [Fact]
    public void Reads_finite_numbers_and_names_what_is_none()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.tsv", "a\n -1.5e-3 \ninf\n1e39\n1,5\n\n");

        var rows = TsvFile.Read(path, "a").Rows;

        Assert.Equal(-1.5e-3f, rows[0].Single("a"));
        Assert.All(rows.Skip(1), row => Assert.Equal($"{path}:{row.Line}: expected a to be a finite number, found '{row["a"]}'", Assert.Throws<DataFormatException>(() => row.Single("a")).Message));
    }

    [Fact]
    public void Lines_below_a_header_are_read_as_they_are_asked_for()
    {
        IEnumerable<string> Endless()
        {
            yield return "a\tb";
            for (var line = 0; ; line++)
                yield return $"{line}\t";
        }

        using var lines = Endless().GetEnumerator();
        var file = TsvFile.ReadHeader("input", lines);

        Assert.Equal(["a", "b"], file.Columns);
        Assert.Equal(["0", "1", "2"], file.ReadRows(lines).Take(3).Select(row => row["a"]));
        Assert.Equal("input:1: expected a column 'c', found a, b", Assert.Throws<DataFormatException>(() => file.Require("a", "c")).Message);
    }

    [Fact]
    public void Says_everything_in_one_line() =>
        Assert.Equal("a b:7: found 'c  d'", new DataFormatException("a\nb", 7, "found 'c\r\nd'").Message);
}
