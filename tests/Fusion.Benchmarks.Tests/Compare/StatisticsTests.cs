using Fusion.Benchmarks.Compare;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 100.0, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle_one_or_the_mean_of_two(double[] values, double expected) => Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Twice_and_half_as_fast_cancel() => Assert.Equal(1, Statistics.GeometricMean([0.5, 2, 4, 0.25]), 12);

    [Fact]
    public void The_geometric_mean_is_not_the_mean() => Assert.Equal(2, Statistics.GeometricMean([1, 4]), 12);

    [Fact]
    public void A_ratio_is_taken_round_by_round()
    {
        // One round in which the machine was three times slower for both sides changes nothing.
        Assert.Equal(0.5, Statistics.Ratio([1, 3, 1], [2, 6, 2]));
        Assert.Equal(2, Statistics.Ratio([2, 4, 100], [1, 2, 1]));
    }

    [Fact]
    public void Noise_is_how_far_two_readings_usually_lie_apart_in_either_direction()
    {
        Assert.Equal(0, Statistics.Noise([1, 2, 3], [1, 2, 3]));
        Assert.Equal(0.25, Statistics.Noise([1.25, 1, 1], [1, 1.25, 9]), 12);
    }

    [Fact]
    public void Nothing_has_no_median_and_no_mean()
    {
        Assert.Throws<ArgumentException>(() => Statistics.Median([]));
        Assert.Throws<ArgumentException>(() => Statistics.GeometricMean([]));
        Assert.Throws<ArgumentException>(() => Statistics.GeometricMean([1, 0]));
        Assert.Throws<ArgumentException>(() => Statistics.GeometricMean([double.NaN]));
    }
}
