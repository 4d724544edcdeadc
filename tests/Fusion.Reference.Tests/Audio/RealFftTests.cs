using System.Numerics;
using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class RealFftTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(512)]
    public void Is_the_defining_sum_and_comes_back(int size)
    {
        var signal = Signals.Wide(Signals.Noise(size));
        var transform = new RealFft(size);
        var real = new double[transform.Bins];
        var imaginary = new double[transform.Bins];
        var back = new double[size];

        transform.Forward(signal, real, imaginary);
        transform.Inverse(real, imaginary, back);

        for (var bin = 0; bin < transform.Bins; bin++)
        {
            var expected = signal.Select((value, index) => value * Complex.FromPolarCoordinates(1, -2 * Math.PI * bin * index / size)).Aggregate(Complex.Add);
            Assert.Equal(expected.Real, real[bin], 1e-12 * size);
            Assert.Equal(expected.Imaginary, imaginary[bin], 1e-12 * size);
        }

        Assert.All(signal.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void Puts_zeros_after_a_short_signal_whatever_came_before()
    {
        var transform = new RealFft(8);
        var (real, imaginary) = (new double[5], new double[5]);
        transform.Forward([9, 9, 9, 9, 9, 9, 9, 9], real, imaginary);

        transform.Forward([1, 2, 3], real, imaginary);

        // At frequencies 0, a quarter and a half: 1 + 2 + 3, 1 - 2i - 3, 1 - 2 + 3.
        Assert.Equal([6, -2, 2], [.. new[] { 0, 2, 4 }.Select(bin => Math.Round(real[bin], 12))]);
        Assert.Equal([0, -2, 0], [.. new[] { 0, 2, 4 }.Select(bin => Math.Round(imaginary[bin], 12))]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    public void Refuses_other_lengths(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(size));
}
