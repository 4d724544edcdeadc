using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class PunctuationNormalizerTests
{
    [Theory]
    [InlineData("en", "a(b) ( c ) .", "a (b) (c).")]
    [InlineData("en", "50 % of it : this ; that", "50% of it: this; that")]
    [InlineData("en", "‘a’ “b” „c‟ it’s ´d´ `e`", "\"a\" \"b\" \"c‟ it's 'd' 'e'")]
    [InlineData("en", "a – b—c…", "a - b - c...")]
    [InlineData("en", "''a''", " \" a \" ")]
    [InlineData("en", "He said \"no\", then \"yes\".", "He said \"no,\" then \"yes.\"")]
    [InlineData("en", "5\u00a0000\u00a0km\u00a0!", "5.000 km!")]
    [InlineData("fr", "l’été l’an", "l\"été l'an")]
    [InlineData("fr", "« oui »\u00a0: «\u00a0non\u00a0»", "\"oui\": \"non\"")]
    [InlineData("fr", "Il dit \"non.\"", "Il dit \"non\".")]
    [InlineData("fr", "Il dit \"non,\" puis \"oui.\"<br>", "Il dit \"non\", puis \"oui.\"<br>")]
    [InlineData("fr", "5\u00a0000\u00a0%", "5,000%")]
    [InlineData("de", "„Ja.“ Er geht...", "\"Ja\". Er geht...")]
    [InlineData("pt", "“Olá,” disse", "\"Olá\", disse")]
    [InlineData("pt", "5\u00a0000", "5.000")]
    [InlineData("en", "a\r", "a")]
    [InlineData("en", "", "")]
    public void Writes_punctuation_one_way(string language, string line, string expected) =>
        Assert.Equal(expected, PunctuationNormalizer.Normalize(line, Language.Find(language)));

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Leaves_letters_and_digits_alone(HostileText text)
    {
        foreach (var language in Language.All)
            Assert.Equal(text.Line.Where(char.IsLetterOrDigit), PunctuationNormalizer.Normalize(text.Line, language).Where(char.IsLetterOrDigit));
    }

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Leaves_no_typographic_mark(HostileText text)
    {
        foreach (var language in Language.All)
            Assert.Equal(-1, PunctuationNormalizer.Normalize(text.Line, language).AsSpan().IndexOfAny("„“”‘’‚´`–—…«»\u00a0\r"));
    }

    [Fact]
    public void Agrees_with_every_golden_case()
    {
        var cases = TextGolden.Cases("moses_pipeline");
        Assert.NotEmpty(cases);
        Assert.All(cases, golden =>
        {
            Assert.Equal(golden.Text("lowercased"), golden.Text("input").ToLowerInvariant());
            Assert.Equal(golden.Text("normalized"), PunctuationNormalizer.Normalize(golden.Text("lowercased"), Language.Find(golden.Text("lang"))));
        });
    }
}
