using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class BleuTokenizerTests
{
    [Fact]
    public void Agrees_with_sacreBLEU_on_every_golden_text() =>
        Assert.All(GoldenMetrics.Cases("sacrebleu_tokenizers"), golden =>
            Assert.Equal(golden.Text("expected"), Find(golden.Text("tokenizer")).Tokenize(golden.Text("input"))));

    [Theory]
    [InlineData("none", "Don't, 3.5%!", "Don't, 3.5%!")]
    [InlineData("13a", "Don't, 3.5%!", "Don't , 3.5 % !")]
    [InlineData("13a", "a [b] c-d 5-6 \"x\"", "a [ b ] c-d 5 - 6 \" x \"")]
    [InlineData("13a", "1&quot;2 &lt;x&gt; <skipped>", "1 \" 2 < x >")]
    [InlineData("intl", "Don't, 3.5%!", "Don ' t , 3.5 % !")]
    [InlineData("intl", "«é» 5€", "« é » 5 €")]
    [InlineData("intl", "nice\U0001F600", "nice \U0001F600")]
    [InlineData("intl", "\U0001F600\U0001F601!", "\U0001F600 \U0001F601 !")]
    [InlineData("intl", "a\U00010100b \U0001D7CF.\U0001D7D0", "a \U00010100 b \U0001D7CF.\U0001D7D0")]
    [InlineData("char", "ab c", "a b   c")]
    [InlineData("char", "a\U0001F600b", "a \U0001F600 b")]
    public void Splits(string name, string text, string expected) => Assert.Equal(expected, Find(name).Tokenize(text));

    private static BleuTokenizer Find(string name) => BleuTokenizer.All.Single(tokenizer => tokenizer.Name == name);
}
