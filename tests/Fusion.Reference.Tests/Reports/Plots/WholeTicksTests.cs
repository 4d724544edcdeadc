using Fusion.Reference.Reports.Plots;
using Xunit;

namespace Fusion.Reference.Tests.Reports.Plots;

public class WholeTicksTests
{
    [Theory]
    [InlineData(0.96, 2.04, "1 2")]
    [InlineData(0.5, 1.5, "1")]
    [InlineData(0.72, 8.28, "1 2 3 4 5 6 7 8")]
    [InlineData(0.2, 20.8, "5 10 15 20")]
    [InlineData(-3, 104, "0 20 40 60 80 100")]
    [InlineData(1.1, 1.9, "")]
    public void Are_never_between_two_numbers(double low, double high, string ticks) => Assert.Equal(ticks, string.Join(' ', WholeTicks.Within(low, high)));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void Need_two_ends(double low, double high) => Assert.Throws<ArgumentException>(() => WholeTicks.Within(low, high));
}
