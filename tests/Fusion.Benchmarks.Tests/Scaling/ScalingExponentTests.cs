using System.Text.Json.Nodes;
using Fusion.Benchmarks.Scaling;
using Xunit;

namespace Fusion.Benchmarks.Tests.Scaling;

public sealed class ScalingExponentTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.5, 1)]
    [InlineData(1, 0.01)]
    [InlineData(2, 40)]
    [InlineData(3.7, 1)]
    public void A_power_has_its_own_exponent_whatever_its_factor(double power, double factor)
    {
        Assert.Equal(power, Of(x => factor * Math.Pow(x, power), 2, 3, 4, 5, 6, 7, 8)!.Time, 9);
        Assert.Equal(power, Of(x => factor * Math.Pow(x, power), 1, 4, 16, 64, 256)!.Time, 9);
    }

    [Fact]
    public void A_linear_series_has_the_exponent_1_and_a_fixed_cost_lowers_it()
    {
        Assert.Equal(1, Of(x => 0.25 * x, 1, 4, 16, 64, 256)!.Time, 12);
        Assert.InRange(Of(x => 10 + (0.25 * x), 1, 4, 16, 64, 256)!.Time, 0.4, 0.99);
    }

    [Fact]
    public void Only_the_larger_half_of_the_points_counts()
    {
        var exponent = Of(x => x < 16 ? 100 : x * x, 1, 4, 16, 64, 256)!;
        Assert.Equal((16, 3), (exponent.From, exponent.Points));
        Assert.Equal(2, exponent.Time, 12);
        Assert.Equal((5, 4), (Of(x => x, 2, 3, 4, 5, 6, 7, 8)!.From, Of(x => x, 2, 3, 4, 5, 6, 7, 8)!.Points));
    }

    [Fact]
    public void Refused_points_do_not_count_and_two_points_make_no_curve()
    {
        ScalingPoint[] curve = [Point(2, 4), Point(3, 9), Point(4, 16), new("c", 5) { RefusedBytes = 7 }];
        Assert.Equal((2, 3, 2.0), (ScalingExponent.Of(curve)!.From, ScalingExponent.Of(curve)!.Points, Math.Round(ScalingExponent.Of(curve)!.Time, 9)));
        Assert.Null(ScalingExponent.Of(curve[1..]));
    }

    [Fact]
    public void It_is_one_line_of_json()
    {
        var line = (JsonObject)JsonNode.Parse(Of(x => x, 1, 2, 4)!.ToJson())!;
        Assert.Equal(["curve", "from_x", "points", "exponent", "parameters_exponent"], line.Select(field => field.Key));
        Assert.Equal((1, 2), ((double)line["exponent"]!, (double)line["parameters_exponent"]!));
    }

    private static ScalingExponent? Of(Func<long, double> milliseconds, params long[] x) => ScalingExponent.Of([.. x.Select(each => Point(each, milliseconds(each)))]);

    private static ScalingPoint Point(long x, double milliseconds) => new("c", x) { Milliseconds = milliseconds, Parameters = 3 * x * x, Ratio = 1 };
}
