using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Data;

public class LineCountTests
{
    [Theory]
    [InlineData(2, 3, "b:3: expected 2 lines, as many as a has, found 3")]
    [InlineData(3, 1, "b:2: expected 3 lines, as many as a has, found 1")]
    [InlineData(3, 0, "b:1: expected 3 lines, as many as a has, found 0")]
    public void Names_the_first_line_without_a_partner(int first, int second, string expected)
    {
        var count = new LineCount();
        count.Check("a", first);
        count.Check("c", first);

        Assert.Equal(expected, Assert.Throws<DataFormatException>(() => count.Check("b", second)).Message);
    }

    [Fact]
    public void An_empty_file_sets_no_number() =>
        Assert.Equal("a:1: expected at least one line, found an empty file", Assert.Throws<DataFormatException>(() => new LineCount().Check("a", 0)).Message);
}
