using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class ShortTimeFourierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(5000)]
    public void Comes_back_to_the_last_sample(int samples)
    {
        var signal = Signals.Noise(samples);
        var fourier = new ShortTimeFourier(2048, 512);

        var spectrogram = fourier.Transform(signal);

        Assert.Equal((1 + samples / 512, 1025), (spectrogram.Frames, spectrogram.Bins));
        Assert.All(signal.Zip(fourier.Inverse(spectrogram, samples)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Shows_a_tone_at_its_frequency()
    {
        // 20 periods in a frame, half of whose weights are in the window's mean.
        var magnitudes = new ShortTimeFourier(2048, 512).Transform(Signals.Sine(8192, 20, 2048)).Magnitudes();

        Assert.Equal(20, Array.IndexOf(magnitudes, magnitudes[(8 * 1025)..(9 * 1025)].Max(), 8 * 1025) - 8 * 1025);
        Assert.Equal(0.5 * 2048 / 4, magnitudes[8 * 1025 + 20], 1e-2);
    }
}
