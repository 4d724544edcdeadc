using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class PairedBootstrapTests
{
    private const int Resamples = 199;

    [Property(Arbitrary = [typeof(TwoSystems)])]
    public void Swapping_the_systems_negates_the_difference_and_keeps_p(Systems systems)
    {
        var forth = Compare(systems.First, systems.Second);
        var back = Compare(systems.Second, systems.First);
        Assert.Equal(-forth.Difference, back.Difference);
        Assert.Equal(-forth.High, back.Low);
        Assert.Equal(-forth.Low, back.High);
        Assert.Equal(forth.PValue, back.PValue);
    }

    [Property(Arbitrary = [typeof(TwoSystems)])]
    public void A_system_does_not_differ_from_itself(Systems systems) =>
        Assert.Equal(new BootstrapComparison(0, 0, 0, 1), Compare(systems.First, systems.First));

    [Property(Arbitrary = [typeof(TwoSystems)])]
    public void The_same_seed_gives_the_same_answer_and_the_interval_is_one(Systems systems)
    {
        var once = Compare(systems.First, systems.Second);
        Assert.Equal(once, Compare(systems.First, systems.Second));
        Assert.True(once.Low <= once.High);
        Assert.InRange(once.PValue, 2.0 / (Resamples + 1), 1);
    }

    [Property(Arbitrary = [typeof(TwoSystems)])]
    public void P_is_at_most_5_percent_exactly_where_the_interval_leaves_out_0(Systems systems)
    {
        var result = Compare(systems.First, systems.Second);
        Assert.Equal(result.Low > 0 || result.High < 0, result.PValue <= 0.05);
    }

    [Property(Arbitrary = [typeof(TwoSystems)])]
    public void A_system_that_wins_in_every_group_is_significantly_better(Systems systems)
    {
        double[][] better = [.. systems.First.Select(group => new[] { group[0] + group[1], group[1] })];
        var result = Compare(better, systems.First);
        Assert.Equal(1, result.Difference, 1e-12);
        Assert.Equal(2.0 / (Resamples + 1), result.PValue);
    }

    [Fact]
    public void The_sequence_of_draws_is_pinned()
    {
        // Expected values: SplitMix64 written independently. A change means that published intervals can no longer be reproduced.
        double[][] first = [.. Enumerable.Range(0, 20).Select(group => new[] { Math.Sqrt(group), 1.0 })];
        double[][] second = [.. Enumerable.Range(0, 20).Select(group => new[] { group % 7 / 2.0, 1.0 })];
        var result = PairedBootstrap.Compare(first, second, Mean, seed: 7);
        Assert.Equal(1.4346920928210112, result.Difference, 1e-12);
        Assert.Equal(0.8986914611534564, result.Low, 1e-12);
        Assert.Equal(1.9891657688693283, result.High, 1e-12);
        Assert.Equal(0.0002, result.PValue, 1e-12);
    }

    [Fact]
    public void The_interval_of_a_mean_matches_its_normal_approximation()
    {
        // Differences of 0 or 1 with a share of 0.3 over 400 groups: standard error sqrt(0.3 * 0.7 / 400) = 0.0229.
        double[][] first = [.. Enumerable.Range(0, 400).Select(group => new[] { group % 10 < 3 ? 1.0 : 0.0, 1.0 })];
        double[][] second = [.. Enumerable.Range(0, 400).Select(_ => new[] { 0.0, 1.0 })];
        var result = PairedBootstrap.Compare(first, second, Mean, seed: 1);
        Assert.Equal(0.3 - (1.96 * 0.0229), result.Low, 0.005);
        Assert.Equal(0.3 + (1.96 * 0.0229), result.High, 0.005);
    }

    [Fact]
    public void Noise_is_found_significant_about_as_rarely_as_it_should()
    {
        var random = new Random(3);
        var found = Enumerable.Range(0, 200).Count(trial =>
        {
            double[][] Noise() => [.. Enumerable.Range(0, 60).Select(_ => new[] { random.NextDouble(), 1.0 })];
            return PairedBootstrap.Compare(Noise(), Noise(), Mean, (ulong)trial, Resamples).PValue <= 0.05;
        });
        // 200 trials at 5 %: 10 expected, standard deviation 3.1.
        Assert.InRange(found, 2, 22);
    }

    [Fact]
    public void Dialogues_are_drawn_whole()
    {
        // Ten copies of each item say nothing new: drawn by dialogue, the interval is that of the single items.
        string[] labels = ["a", "b", "a", "b", "b", "a", "a", "b"];
        string[] first = ["a", "b", "a", "b", "b", "a", "b", "a"];
        string[] second = ["a", "a", "b", "b", "b", "b", "b", "a"];
        int[] items = [.. Enumerable.Range(0, labels.Length)];
        var single = Accuracy(labels, first, second, items);
        var copied = Accuracy(Copies(labels), Copies(first), Copies(second), Copies(items));
        Assert.Equal(0.375, single.Difference, 1e-12);
        Assert.Equal(single.Low, copied.Low, 1e-12);
        Assert.Equal(single.High, copied.High, 1e-12);
        Assert.Equal(single.PValue, copied.PValue, 1e-12);

        static T[] Copies<T>(T[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, 10))];

        static BootstrapComparison Accuracy(string[] labels, string[] first, string[] second, int[] groups) => PairedBootstrap.Compare(
            ConfusionMatrix.CellsByGroup(labels, first, groups, ["a", "b"]), ConfusionMatrix.CellsByGroup(labels, second, groups, ["a", "b"]),
            cells => ClassificationScores.From(ConfusionMatrix.FromCells(["a", "b"], cells)).Accuracy, seed: 5, Resamples);
    }

    [Fact]
    public void Rejects_what_cannot_be_resampled()
    {
        Assert.Throws<ArgumentException>(() => Compare([[1, 1]], [[1, 1]]));
        Assert.Throws<ArgumentException>(() => Compare([[1, 1], [0, 1]], [[1, 1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Compare([[1], [1]], [[1], [1]], sum => sum[0], seed: 1, resamples: 10));
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare([[1], [1]], [[1], [1]], _ => double.NaN, seed: 1));
    }


    private static BootstrapComparison Compare(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second) =>
        PairedBootstrap.Compare(first, second, Mean, seed: 11, Resamples);

    private static double Mean(double[] sum) => sum[0] / sum[1];

    public sealed record Systems(double[][] First, double[][] Second);

    private static class TwoSystems
    {
        // Per group: how many of 1 to 9 items each system has right.
        public static Arbitrary<Systems> Pairs() =>
            (from groups in Gen.Choose(2, 12)
             from sizes in Gen.Choose(1, 9).ArrayOf(groups)
             from first in Gen.Choose(0, 9).ArrayOf(groups)
             from second in Gen.Choose(0, 9).ArrayOf(groups)
             select new Systems(Groups(first, sizes), Groups(second, sizes))).ToArbitrary();

        private static double[][] Groups(int[] right, int[] sizes) =>
            [.. right.Zip(sizes, (count, size) => new double[] { Math.Min(count, size), size })];
    }
}
