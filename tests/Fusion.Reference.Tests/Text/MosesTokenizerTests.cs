using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class MosesTokenizerTests
{
    [Theory]
    [InlineData("en", "A dog's toy.", "A dog 's toy .")]
    [InlineData("en", "The dogs' toys, 'quoted' and 1990's.", "The dogs ' toys , ' quoted ' and 1990 's .")]
    [InlineData("en", "rock'n'roll, 7'b", "rock 'n'roll , 7'b")]
    [InlineData("en", "'Tis an adult'", "'Tis an adult'")]
    [InlineData("en", "He said 'stop.'", "He said ' stop . '")]
    [InlineData("en", "Prices: 5,300.50 or 1,a or a,1", "Prices : 5,300.50 or 1 , a or a , 1")]
    [InlineData("en", "In 1990, then.", "In 1990 , then .")]
    [InlineData("en", "Mr. Hill of the U.S. saw St. Peter. And left.", "Mr. Hill of the U.S. saw St. Peter . And left .")]
    [InlineData("en", "See No. 7. Or No. Or it stops. and goes on.", "See No. 7 . Or No . Or it stops. and goes on .")]
    [InlineData("en", "Wait...what.. now....", "Wait ... what .. now ....")]
    [InlineData("en", "a-b - c x_y 50% <b>[c]|d & e/f", "a-b - c x _ y 50 % < b > [ c ] | d & e / f")]
    [InlineData("fr", "L'eau d'aujourd'hui, qu'est-ce ?", "L' eau d' aujourd' hui , qu' est-ce ?")]
    [InlineData("fr", "M. Petit lit l'art. Il dort, etc.", "M. Petit lit l' art. Il dort , etc.")]
    [InlineData("fr", "Les années '90 et 90'a", "Les années ' 90 et 90 ' a")]
    [InlineData("pt", "O Sr. João bebe d'água.", "O Sr. João bebe d ' água .")]
    [InlineData("pt", "Ela tem 2,5 kg. Pronto!", "Ela tem 2,5 kg . Pronto !")]
    [InlineData("de", "Dr. Weiß wohnt z.B. in Nr. 5. Ja, wirklich.", "Dr. Weiß wohnt z.B. in Nr. 5 . Ja , wirklich .")]
    [InlineData("de", "Das ist Klaus' Hund", "Das ist Klaus ' Hund")]
    [InlineData("en", "Ⅷ,5 ٣,٤ ½,5", "Ⅷ,5 ٣,٤ ½ , 5")]
    [InlineData("en", "e\u0301te\u0301 \ud83d\ude00x", "e\u0301te\u0301 \ud83d\ude00 x")]
    [InlineData("en", "a\tb\u00a0c\0d\u001b", "a b cd")]
    [InlineData("en", "  ", "")]
    [InlineData("en", "", "")]
    [InlineData("en", ".", ".")]
    [InlineData("en", "x .", "x .")]
    public void Splits_words_and_marks(string language, string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', new MosesTokenizer(Language.Find(language), escape: false).Tokens(line)));

    [Fact]
    public void Escapes_unless_told_otherwise() =>
        Assert.Equal(["it", "&apos;s", "&quot;", "&lt;", "&amp;", "&gt;", "&#91;", "&#124;", "&#93;"], new MosesTokenizer(Language.English).Tokens("it's \"<&>[|]"));

    [Fact]
    public void Splits_hyphens_between_letters_and_digits_on_request() =>
        Assert.Equal("a @-@ b @-@ 3 - c -d e--f", string.Join(' ', new MosesTokenizer(Language.English, splitHyphens: true).Tokens("a-b-3 - c -d e--f")));

    [Fact]
    public void Lower_cases_and_normalises_first() =>
        Assert.Equal(["l&apos;", "ami", "est", "&quot;", "là", "&quot;", "."], new MosesTokenizer(Language.French).LowerCasedTokens("L’Ami est « LÀ. »"));

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Loses_and_invents_nothing_but_space(HostileText text)
    {
        foreach (var language in Language.All)
        {
            var tokens = new MosesTokenizer(language, escape: false).Tokens(text.Line);

            Assert.Equal(string.Concat(text.Line.Where(unit => unit >= ' ' && !char.IsWhiteSpace(unit))), string.Concat(tokens));
            Assert.All(tokens, token => Assert.True(token.Length > 0 && !token.Any(char.IsWhiteSpace)));
        }
    }

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Leaves_its_own_tokens_alone_where_apostrophes_stand_apart(HostileText text)
    {
        foreach (var language in new[] { Language.Portuguese, Language.German })
        {
            var tokenizer = new MosesTokenizer(language, escape: false);
            var tokens = tokenizer.Tokens(text.Line);

            Assert.Equal(tokens, tokenizer.Tokens(string.Join(' ', tokens)));
        }
    }

    [Fact]
    public void Agrees_with_every_golden_case()
    {
        var cases = TextGolden.Cases("moses_pipeline");
        Assert.NotEmpty(cases);
        Assert.All(cases, golden =>
        {
            var language = Language.Find(golden.Text("lang"));
            var line = golden.Text("input");
            Assert.Equal(golden.Text("tokenized"), string.Join(' ', new MosesTokenizer(language).LowerCasedTokens(line)));
            Assert.Equal(golden.Text("tokenized_cased_noescape"), string.Join(' ', new MosesTokenizer(language, escape: false).Tokens(line)));
            Assert.Equal(golden.Text("tokenized_aggressive"), string.Join(' ', new MosesTokenizer(language, splitHyphens: true).Tokens(line)));
        });
    }
}
