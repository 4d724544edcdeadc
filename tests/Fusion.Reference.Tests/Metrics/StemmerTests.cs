using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class StemmerTests
{
    [Fact]
    public void Agrees_with_METEOR_on_every_golden_word() =>
        Assert.All(GoldenMetrics.Cases("snowball_stems"), golden =>
            Assert.Equal(golden.Text("stem"), new Stemmer(golden.Text("lang")).Stem(golden.Text("word"))));

    [Theory]
    [InlineData("en", "running", "run")]
    [InlineData("fr", "chevaux", "cheval")]
    [InlineData("pt", "meninas", "menin")]
    [InlineData("de", "häuser", "haus")]
    public void Each_language_has_its_own(string language, string word, string expected)
    {
        var stemmer = new Stemmer(language);
        Assert.Equal(expected, stemmer.Stem(word));
        Assert.Equal(expected, stemmer.Stem(word));
    }

    [Fact]
    public void Refuses_another_language() =>
        Assert.Contains("'nl'", Assert.Throws<ArgumentException>(() => new Stemmer("nl")).Message, StringComparison.Ordinal);
}
