using Fusion.Reference.Data;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class BpeMergesTests
{
    [Fact]
    public void Writes_the_format_of_subword_nmt_and_reads_it_back()
    {
        using var folder = new TemporaryFolder();
        var merges = new BpeMerges([("a", "b</w>"), ("ç", "\u2028"), ("\ud83d\ude00", "x")]);

        merges.Save(folder["merges.bpe"]);

        Assert.Equal("#version: 0.2\na b</w>\nç \u2028\n\ud83d\ude00 x\n", File.ReadAllText(folder["merges.bpe"]));
        Assert.Equal(merges.Pairs, BpeMerges.Load(folder["merges.bpe"]).Pairs);
    }

    [Theory]
    [InlineData("", "merges.bpe: expected '#version: 0.2'")]
    [InlineData("a b\n", "merges.bpe:1: expected '#version: 0.2', found 'a b'")]
    [InlineData("#version: 0.1\n", "merges.bpe:1: expected")]
    [InlineData("#version: 0.2\na b\na b c\n", "merges.bpe:3: expected two symbols")]
    [InlineData("#version: 0.2\na\n", "merges.bpe:2: expected two symbols")]
    [InlineData("#version: 0.2\n\n", "merges.bpe:2: expected two symbols")]
    [InlineData("#version: 0.2\na \n", "merges.bpe:2: expected two symbols")]
    public void Names_the_line_at_fault(string content, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => BpeMerges.Load(folder.Write("merges.bpe", content))).Message);
    }
}
