using Fusion.Reference.Data;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class PieceVocabularyTests
{
    [Fact]
    public void Writes_the_format_of_subword_nmt_and_reads_it_back()
    {
        using var folder = new TemporaryFolder();
        PieceVocabulary.Build(new Dictionary<string, long> { ["b"] = 2, ["a@@"] = 2, ["é"] = 30 }).Save(folder["pieces.txt"]);

        Assert.Equal("é 30\na@@ 2\nb 2\n", File.ReadAllText(folder["pieces.txt"]));
        var pieces = PieceVocabulary.Load(folder["pieces.txt"]);
        Assert.Equal((3, true, false), (pieces.Count, pieces.Contains("a@@"), pieces.Contains("a")));
        Assert.Equal((1, true), (pieces.AtLeast(3).Count, pieces.AtLeast(3).Contains("é")));
    }

    [Theory]
    [InlineData("a 1\nb\n", "pieces.txt:2: expected a piece, a space and a count")]
    [InlineData("a x\n", "pieces.txt:1: expected a piece")]
    [InlineData("a -1\n", "pieces.txt:1: expected a piece")]
    [InlineData(" 1\n", "pieces.txt:1: expected a piece")]
    [InlineData("a 1\na 2\n", "pieces.txt:2: expected each piece once, found 'a' again")]
    public void Names_the_line_at_fault(string content, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => PieceVocabulary.Load(folder.Write("pieces.txt", content))).Message);
    }
}
