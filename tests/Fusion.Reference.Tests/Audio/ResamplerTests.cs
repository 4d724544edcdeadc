using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class ResamplerTests
{
    [Theory]
    [InlineData(16_000, 44_100, 300)]
    [InlineData(16_000, 44_100, 6_500)]
    [InlineData(44_100, 16_000, 300)]
    [InlineData(44_100, 16_000, 6_500)]
    [InlineData(8_000, 16_000, 1_000)]
    [InlineData(22_050, 44_100, 1_000)]
    public void Gives_the_tone_at_the_new_times(int from, int to, double frequency)
    {
        var output = new Resampler(from, to).Of(Signals.Sine(from / 4, frequency, from));
        var expected = Signals.Sine(output.Length, frequency, to);

        Assert.Equal((int)Math.Ceiling(from / 4 * (double)to / from), output.Length);
        var margin = output.Length / 10;
        Assert.All(output[margin..^margin].Zip(expected[margin..^margin]), pair => Assert.Equal(pair.Second, pair.First, 2e-5));
    }

    [Fact]
    public void Lets_nothing_through_that_the_lower_rate_cannot_hold()
    {
        var output = new Resampler(44_100, 16_000).Of(Signals.Sine(11_025, 9_000, 44_100));

        Assert.All(output[400..^400], value => Assert.Equal(0, value, 1e-4));
    }

    [Fact]
    public void Keeps_a_constant_and_the_signal_at_the_same_rate()
    {
        var constant = Enumerable.Repeat(0.25f, 2000).ToArray();

        Assert.Same(constant, new Resampler(16_000, 16_000).Of(constant));
        Assert.All(new Resampler(16_000, 44_100).Of(constant)[400..^400], value => Assert.Equal(0.25, value, 1e-6));
        Assert.Empty(new Resampler(16_000, 44_100).Of([]));
    }
}
