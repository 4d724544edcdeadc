using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class MeteorStatisticsTests
{
    private static readonly MeteorParameters Parameters = MeteorParameters.For("pt");

    [Fact]
    public void Counts_words_by_kind_and_module()
    {
        // "the dogs ran" against "a dog ran": ran is exact, dogs a stem; the and a are function words.
        MeteorMatch[] matches = [new(1, 1, 1, 1, Stage: 1), new(2, 1, 2, 1, Stage: 0)];
        var statistics = MeteorStatistics.Of(["the", "dogs", "ran"], ["a", "dog", "ran"], matches, word => word is "the" or "a");
        Assert.Equal([3, 3, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2], statistics.Values);
    }

    [Fact]
    public void The_chunk_of_a_perfect_segment_does_not_count_in_a_sum()
    {
        var perfect = Exact("a b", "a b", (0, 0), (1, 1));
        var swapped = Exact("a b", "b a", (1, 0), (0, 1));
        Assert.Equal(1, perfect.Score(Parameters).Chunks);
        Assert.Equal(0, perfect.Score(Parameters).Penalty);
        var sum = MeteorStatistics.Sum([perfect, swapped]).Score(Parameters);
        Assert.Equal(2, sum.Chunks);
        Assert.Equal(0.7 * Math.Pow(2.0 / 4, 1.4), sum.Penalty, 1e-12);
    }

    private static MeteorStatistics Exact(string hypothesis, string reference, params (int Word, int Other)[] pairs) => MeteorStatistics.Of(
        hypothesis.Split(' '), reference.Split(' '), [.. pairs.Select(pair => new MeteorMatch(pair.Word, 1, pair.Other, 1, Stage: 0))], _ => false);
}
