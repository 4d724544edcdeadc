using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class HarmonicPartTests
{
    [Fact]
    public void Keeps_what_lasts_and_drops_what_is_sudden()
    {
        var tone = Signals.Sine(44_100, 440, 44_100, amplitude: 0.1);
        var clicks = Enumerable.Range(0, 44_100).Select(index => index % 11_025 == 5_000 ? 0.5f : 0).ToArray();

        var harmonic = new HarmonicPart().Of([.. tone.Zip(clicks, (left, right) => left + right)]);

        Assert.InRange(Energy(harmonic.Zip(tone, (left, right) => left - right)) / Energy(tone), 0, 0.02);
        Assert.InRange(Energy(new HarmonicPart().Of(clicks)) / Energy(clicks), 0, 0.01);
    }

    [Fact]
    public void Silence_stays_silent() => Assert.All(new HarmonicPart().Of(new float[3000]), value => Assert.Equal(0, value));

    private static double Energy(IEnumerable<float> signal) => signal.Sum(value => (double)value * value);
}
