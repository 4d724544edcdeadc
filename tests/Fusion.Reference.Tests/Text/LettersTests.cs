using System.Text;
using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class LettersTests
{
    [Theory]
    [InlineData('a', true, false, true)]
    [InlineData('É', true, false, false)]
    [InlineData('º', true, false, true)]
    [InlineData('\u0301', true, false, false)]
    [InlineData('Ⅷ', true, true, false)]
    [InlineData('7', false, true, false)]
    [InlineData('½', false, false, false)]
    [InlineData('_', false, false, false)]
    [InlineData('\u200b', false, false, false)]
    public void Knows_the_classes(char letter, bool alphabetic, bool number, bool lower)
    {
        var rune = new Rune(letter);

        Assert.Equal((alphabetic, number, lower), (Letters.IsAlphabetic(rune), Letters.IsNumber(rune), Letters.IsLower(rune)));
        Assert.Equal(alphabetic || number, Letters.IsAlphanumeric(rune));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a", "aa")]
    [InlineData("\ue000", "\ud83d\ude00")]
    [InlineData("\uffff", "\ud800\udc00")]
    [InlineData("", "a")]
    public void Orders_by_code_point(string less, string more)
    {
        Assert.True(Letters.CompareCodePoints(less, more) < 0);
        Assert.True(Letters.CompareCodePoints(more, less) > 0);
        Assert.Equal(0, Letters.CompareCodePoints(more, more));
    }

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Orders_as_utf_8_does(HostileText left, HostileText right)
    {
        var (first, second) = (Whole(left.Line), Whole(right.Line));

        Assert.Equal(Math.Sign(Encoding.UTF8.GetBytes(first).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(second))), Math.Sign(Letters.CompareCodePoints(first, second)));
    }

    // UTF-8 has no lone surrogates.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());
}
