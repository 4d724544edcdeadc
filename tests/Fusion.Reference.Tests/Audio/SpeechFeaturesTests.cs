using Fusion.Reference.Audio;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class SpeechFeaturesTests
{
    private const int Harmonic = 5;

    [Fact]
    public void Are_those_of_the_formulas_taken_at_their_word()
    {
        foreach (var (signal, expected) in SpeechGolden.Cases("features"))
        {
            var features = new SpeechFeatures().Of(signal);

            Assert.Equal(IemocapCorpus.AudioColumns, expected.AsObject().Select(pair => pair.Key));
            for (var column = 0; column < features.Length; column++)
            {
                var value = (double)expected[IemocapCorpus.AudioColumns[column]]!;
                // The harmonic mean is what is left of a sum that nearly cancels, from spectra kept in float.
                Assert.Equal(value, features[column], column == Harmonic ? 1e-4 * Math.Abs(value) : 2e-6 * Math.Abs(value));
            }
        }
    }

    [Fact]
    public void The_largest_autocorrelation_is_the_energy_left_by_clipping()
    {
        var signal = Signals.Noise(5000);
        var features = new SpeechFeatures().Of(signal);
        var clipped = SpeechFeatures.Clip(signal, 0.45 * signal.Average(value => Math.Abs((double)value)));

        Assert.Equal(1000 * clipped.Average(value => value * value), features[6], 1e-5);
    }

    [Fact]
    public void Clips_towards_the_centre() => Assert.Equal([0.5, 0, 0, 0, -1], SpeechFeatures.Clip([1f, 0.25f, 0, -0.5f, -1.5f], 0.5));

    [Fact]
    public void Louder_scales_them_and_pauses_are_silence()
    {
        var voice = Signals.Sine(44_100, 200, 44_100, amplitude: 0.1);
        var pause = voice.Select((value, index) => index is > 11_025 and < 33_075 ? 0 : value).ToArray();

        var (whole, half) = (new SpeechFeatures().Of(voice), new SpeechFeatures().Of(pause));
        var loud = new SpeechFeatures().Of([.. voice.Select(value => 2 * value)]);

        Assert.Equal([2, 2, 4], [.. new[] { 0, 1, 6 }.Select(column => Math.Round(loud[column] / whole[column], 4))]);
        Assert.Equal(16, Math.Round(Math.Pow(loud[7] / whole[7], 2), 2));
        Assert.Equal(0, whole[4]);
        Assert.InRange(half[4], 0.4, 0.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void Silence_and_the_shortest_signal_are_measured_too(int samples)
    {
        var features = new SpeechFeatures().Of(new float[samples]);

        // Every frame has the same root, that of the offset, and none lies below 0.4 of it.
        Assert.Equal([0f, 0, 1e-4f, 0, 0, 0, 0, 0], features.Select(value => MathF.Round(value, 6)));
    }
}
