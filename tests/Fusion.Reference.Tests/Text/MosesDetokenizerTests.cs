using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class MosesDetokenizerTests
{
    [Theory]
    [InlineData("en", "it &apos;s \" fine \" ( really ) , isn &apos;t it ?", "it's \"fine\" (really), isn't it?")]
    [InlineData("en", "the students &apos; books cost $ 5 or 50 %", "the students' books cost $5 or 50%")]
    [InlineData("en", "well @-@ known &amp; a @-@ b @-@ c", "well-known & a-b-c")]
    [InlineData("fr", "l&apos; homme d&apos; aujourd&apos; hui , oui ! non ? 50 %", "l'homme d'aujourd'hui, oui ! non ? 50 %")]
    [InlineData("pt", "¡ olá ! ¿ que ?", "¡olá! ¿que?")]
    [InlineData("de", "„ ja “ , sagt er .", "„ja“, sagt er.")]
    [InlineData("en", "&lt; b &gt; x", "< b > x")]
    [InlineData("en", "", "")]
    public void Puts_marks_where_they_are_printed(string language, string tokens, string expected) =>
        Assert.Equal(expected, new MosesDetokenizer(Language.Find(language)).Text(tokens));

    [Theory]
    [InlineData("en", "Two men, one in a \"red\" shirt, don't look; it's John's (old) dog... $3.50!")]
    [InlineData("fr", "L'homme d'à côté, qu'on voit, dit « non » : c'est l'été.")]
    [InlineData("pt", "O Sr. João, de \"camisa\" azul (nova), tem 2,5 kg.")]
    [InlineData("de", "Ein Mann, z.B. Dr. Weiß, sagt: \"Nein!\" (leise).")]
    public void Undoes_the_tokeniser_on_ordinary_text(string code, string line)
    {
        var language = Language.Find(code);

        Assert.Equal(line, new MosesDetokenizer(language).Text(new MosesTokenizer(language).Tokens(line)));
    }

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Changes_nothing_but_space(HostileText text)
    {
        foreach (var language in Language.All)
        {
            var tokens = new MosesTokenizer(language, escape: false).Tokens(text.Line.Replace("&", "", StringComparison.Ordinal));

            Assert.Equal(string.Concat(tokens), new MosesDetokenizer(language).Text(tokens).Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Agrees_with_every_golden_case() =>
        Assert.All(TextGolden.Cases("moses_pipeline"), golden =>
        {
            var language = Language.Find(golden.Text("lang"));
            Assert.Equal(golden.Text("detokenized"), new MosesDetokenizer(language).Text(new MosesTokenizer(language).Tokens(golden.Text("input"))));
        });
}
