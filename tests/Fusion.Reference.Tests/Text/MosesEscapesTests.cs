using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class MosesEscapesTests
{
    [Fact]
    public void Writes_the_eight_entities() => Assert.Equal("a&amp;&#124;&lt;&gt;&apos;&quot;&#91;&#93;b", MosesEscapes.Escape("a&|<>'\"[]b"));

    [Theory]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("&amp;amp;", "&amp;")]
    [InlineData("&nbsp; & &apos &#911; &", "&nbsp; & &apos &#911; &")]
    [InlineData("d&apos; eau", "d' eau")]
    public void Undoes_one_level_and_leaves_the_rest(string text, string expected) => Assert.Equal(expected, MosesEscapes.Unescape(text));

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Comes_back(HostileText text) => Assert.Equal(text.Line, MosesEscapes.Unescape(MosesEscapes.Escape(text.Line)));
}
