using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class SinusoidalPositionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Are_sines_and_cosines_of_falling_frequency_for_odd_widths_too(int first)
    {
        using var scope = NewDisposeScope();
        var positions = new SinusoidalPositions(5, first);

        var four = positions.First(4, zeros(1, dtype: ScalarType.Float64));

        Assert.Equal([4L, 5L], four.shape);
        var p = first + 2;
        double[] third = [Math.Sin(p), Math.Cos(p), Math.Sin(p / Math.Pow(10000, 0.4)), Math.Cos(p / Math.Pow(10000, 0.4)), Math.Sin(p / Math.Pow(10000, 0.8))];
        Assert.Equal(third, four[2].data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-15);
        // What was made for longer sequences serves shorter ones.
        Assert.True(four.narrow(0, 0, 2).equal(positions.First(2, four)).all().item<bool>());
    }
}
