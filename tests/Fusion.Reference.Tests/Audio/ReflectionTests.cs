using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class ReflectionTests
{
    [Fact]
    public void Mirrors_at_or_beside_the_outermost_as_often_as_it_takes()
    {
        Assert.Equal("cbabcbabcbabc", Text(Reflection.AroundEnds, 3));
        Assert.Equal("abccbaabccbaa", Text(Reflection.BesideEnds, 3));
        Assert.Equal("ababababababa", Text(Reflection.AroundEnds, 2));
        Assert.Equal("aaaaaaaaaaaaa", Text(Reflection.AroundEnds, 1));
        Assert.Equal("aaaaaaaaaaaaa", Text(Reflection.BesideEnds, 1));
    }

    // Indices -6 to 6.
    private static string Text(Func<int, int, int> reflect, int count) =>
        string.Concat(Enumerable.Range(-6, 13).Select(index => (char)('a' + reflect(index, count))));
}
