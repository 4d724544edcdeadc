using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class AutoCorrelationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Is_that_of_all_lags_one_by_one(int samples)
    {
        var signal = Signals.Wide(Signals.Noise(samples)).Select(value => value + 0.05).ToArray();
        double[] lags = [.. Enumerable.Range(0, samples).Select(lag => Enumerable.Range(0, samples - lag).Sum(index => signal[index] * signal[index + lag]))];
        var mean = lags.Average();

        var (largest, deviation) = new AutoCorrelation().Of(signal);

        Assert.Equal(lags.Max(), largest, 1e-12);
        Assert.Equal(lags[0], largest, 1e-12);
        Assert.Equal(Math.Sqrt(lags.Average(lag => (lag - mean) * (lag - mean))), deviation, 1e-9);
    }
}
