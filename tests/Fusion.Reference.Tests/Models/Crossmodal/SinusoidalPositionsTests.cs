using Fusion.Reference.Models.Crossmodal;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Crossmodal;

public class SinusoidalPositionsTests
{
    [Fact]
    public void Are_sines_and_cosines_of_falling_frequency_counted_from_1_for_odd_widths_too()
    {
        using var scope = NewDisposeScope();

        var positions = SinusoidalPositions.Of(3, 5, ScalarType.Float64, CPU);

        Assert.Equal([3L, 5L], positions.shape);
        double[] second = [Math.Sin(2), Math.Cos(2), Math.Sin(2 / Math.Pow(10000, 0.4)), Math.Cos(2 / Math.Pow(10000, 0.4)), Math.Sin(2 / Math.Pow(10000, 0.8))];
        Assert.Equal(second, positions[1].data<double>().ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-15);
    }
}
