using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class AudioSourceTests
{
    private static readonly float[] Signal = [.. Enumerable.Range(0, 10).Select(index => (float)index)];

    [Theory]
    [InlineData(0.2, 0.5, 2, 5)]
    [InlineData(0.29, 0.59, 2, 5)]
    [InlineData(0, 0.9, 0, 9)]
    [InlineData(0.5, 7.0, 5, 9)]
    public void Cuts_from_the_sample_at_or_before_the_start_to_that_of_the_end(double start, double end, int first, int last)
    {
        var cut = new AudioSource("a.wav", start, end).Cut(Signal, 10);

        Assert.Equal((first, last), ((int)cut[0], (int)cut[^1]));
    }

    [Fact]
    public void Takes_a_sentence_whole_and_nothing_beyond_the_end()
    {
        Assert.Equal(Signal, new AudioSource("a.wav", 0, null).Cut(Signal, 10));
        Assert.True(new AudioSource("a.wav", 5, 6).Cut(Signal, 10).IsEmpty);
    }
}
