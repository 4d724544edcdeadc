using Fusion.Benchmarks.Compare;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class RoundReadingsTests
{
    [Fact]
    public void Sides_are_read_in_alternation_and_every_second_round_backwards()
    {
        var log = new List<string>();
        using var sides = new Sides(new Fake("ours", 1, log), new Fake("floor", 0.8, log), new Fake("plain", 2, log), new Fake("peer", 4, log));
        var effort = new Effort(Rounds: 2, ReadingMilliseconds: 10, WarmUpMilliseconds: 0);
        var result = RoundReadings.Take(sides, effort).Result("case", threads: 1, items: 8);

        Assert.Equal(["peer 2", "ours 10", "floor 12", "plain 5", "peer 2", "peer 2", "plain 5", "floor 12", "ours 10", "peer 2"], log.TakeLast(10));
        Assert.Equal((1, 4, 0.25, 0), (result.OursMs, result.PeerMs, result.Ratio, result.PeerNoise));
        Assert.Equal((0.8, 1.25, 2, 0.5), (result.FloorMs, result.FloorRatio!.Value, result.PlainMs, result.PlainRatio));
        Assert.Equal(8, result.Items);
    }

    [Fact]
    public void Sides_that_are_not_there_have_no_figures()
    {
        using var sides = new Sides(new Fake("ours", 1, []), null, null, null);
        var result = RoundReadings.Take(sides, new Effort(3, 1, 0)).Result("case", 1, items: null);
        Assert.Equal(1, result.OursMs);
        Assert.Null(result.PeerMs);
        Assert.Null(result.Ratio);
        Assert.Null(result.PeerNoise);
        Assert.Null(result.FloorRatio);
        Assert.Null(result.PlainRatio);
    }

    [Theory]
    [InlineData(0.5, 100)]
    [InlineData(1000, 1)]
    [InlineData(0.0001, 10_000)]
    public void A_reading_is_as_long_as_wanted_and_never_empty(double milliseconds, int expected) =>
        Assert.Equal(expected, new Effort(1, 50, 0).Iterations(milliseconds));

    [Fact]
    public void A_local_side_runs_as_often_as_asked_and_says_the_median()
    {
        var (runs, now) = (0, 0L);
        // The second of three runs takes 30 ms, the others 10.
        using var side = new LocalContender(() => now, () => now += ++runs == 2 ? 30_000_000 : 10_000_000);
        Assert.Equal(10, side.Read(3));
        Assert.Equal(3, runs);
    }

    private sealed class Fake(string name, double milliseconds, List<string> log) : Contender
    {
        public override double Read(int iterations)
        {
            log.Add($"{name} {iterations}");
            return milliseconds;
        }
    }
}
