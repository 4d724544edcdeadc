using Fusion.Reference.Audio;
using Fusion.Reference.Tests.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class MfccFramesTests
{
    [Fact]
    public void Are_those_of_the_formulas_taken_at_their_word()
    {
        foreach (var (signal, expected) in SpeechGolden.Cases("frames"))
        {
            var frames = new MfccFrames().Of(signal);

            Assert.Equal(expected.AsArray().Count * MfccFrames.Width, frames.Length);
            Assert.All(Golden.Numbers(expected).Zip(frames), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(130_000, 750)]
    public void Has_a_row_for_every_whole_frame_up_to_the_limit(int samples, int rows)
    {
        var frames = new MfccFrames().Of(Signals.Noise(samples));

        Assert.Equal(rows * 39, frames.Length);
        Assert.All(frames, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Slopes_of_a_steady_rise_are_its_step()
    {
        float[] rows = [.. Enumerable.Range(0, 8).SelectMany(row => new[] { 3f * row, 0 })];

        Deltas.Add(rows, width: 2, source: 0, target: 1, count: 1);

        Assert.Equal([3, 3, 3, 3], Enumerable.Range(2, 4).Select(row => Math.Round(rows[2 * row + 1], 5)));
        // At the first row (1 * 3 + 2 * 6) / 10.
        Assert.Equal(1.5f, rows[1]);
    }

    [Fact]
    public void Bands_share_out_the_power_between_their_centres()
    {
        var bands = new MelBands(26, 512, 16_000, 8_000);
        var powers = new double[257];
        powers[40] = 1;

        var sums = bands.Sums(powers);

        Assert.Equal(1, sums.Sum(), 1e-12);
        Assert.Equal(2, sums.Count(value => value > 0));
    }
}
