using FsCheck.Xunit;
using Fusion.Reference.Reports.Plots;
using Xunit;

namespace Fusion.Reference.Tests.Reports.Plots;

public sealed class LogarithmicTicksTests
{
    [Theory]
    [InlineData(2.95e6, 3.55e6, new[] { 3e6, 3.1e6, 3.2e6, 3.3e6, 3.4e6, 3.5e6 })]
    [InlineData(1.5e6, 4.2e6, new[] { 1.5e6, 2e6, 2.5e6, 3e6, 3.5e6, 4e6 })]
    [InlineData(3e4, 1.3e6, new[] { 5e4, 1e5, 2e5, 5e5, 1e6 })]
    [InlineData(0.5, 2000, new[] { 1.0, 10, 100, 1000 })]
    public void Are_round_numbers(double low, double high, double[] expected)
    {
        var ticks = LogarithmicTicks.Within(low, high);

        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(expected.Zip(ticks), pair => Assert.Equal(pair.First, pair.Second, pair.First * 1e-9));
    }

    [Property]
    public bool Some_are_shown_of_any_range(ushort start, ushort width)
    {
        var (low, high) = (Math.Pow(10, start / 5000.0), Math.Pow(10, (start / 5000.0) + ((width + 1) / 10000.0)));

        var ticks = LogarithmicTicks.Within(low, high);

        return ticks.Count is >= 3 and <= 12 && ticks.Zip(ticks.Skip(1)).All(pair => pair.First < pair.Second) && ticks[0] >= low * (1 - 1e-9) && ticks[^1] <= high * (1 + 1e-9);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(1, double.PositiveInfinity)]
    public void An_empty_range_is_refused(double low, double high) => Assert.Throws<ArgumentException>(() => LogarithmicTicks.Within(low, high));
}
