using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class SeedComparisonTests
{
    private static readonly string[] Classes = ["no", "yes"];

    [Fact]
    public void The_difference_is_the_mean_over_shared_seeds()
    {
        // Right 4 and 2 of 4 against 2 and 2; seed 3 is not shared.
        var first = Runs((1, "yes no yes no"), (2, "yes yes yes yes"), (3, "no yes no yes"));
        var second = Runs((1, "yes yes yes yes"), (2, "no no no no"));

        var comparison = SeedComparison.Compare(first, second, Classes, scores => scores.Accuracy)!.Value;

        Assert.Equal(0.25, comparison.Difference, 12);
        Assert.InRange(comparison.Difference, comparison.Low, comparison.High);
    }

    [Fact]
    public void Models_without_a_common_seed_are_not_compared() =>
        Assert.Null(SeedComparison.Compare(Runs((1, "yes no yes no")), Runs((2, "yes no yes no")), Classes, scores => scores.Accuracy));

    [Fact]
    public void Models_tested_on_other_rows_or_on_a_single_group_are_not_compared()
    {
        var other = new Dictionary<int, IReadOnlyList<PredictionFile.Row>> { [1] = [.. Runs((1, "yes no yes no"))[1].Reverse()] };

        Assert.Null(SeedComparison.Compare(Runs((1, "yes no yes no")), other, Classes, scores => scores.Accuracy));
        Assert.Null(SeedComparison.Compare(Runs((1, "yes no")), Runs((1, "yes yes")), Classes, scores => scores.Accuracy));
    }

    // Truth: yes no yes no, in two groups.
    private static Dictionary<int, IReadOnlyList<PredictionFile.Row>> Runs(params (int Seed, string Predicted)[] runs) => runs.ToDictionary(
        run => run.Seed,
        run => (IReadOnlyList<PredictionFile.Row>)[.. run.Predicted.Split(' ').Select((predicted, index) => new PredictionFile.Row($"u{index}", $"g{index / 2}", index % 2 == 0 ? "yes" : "no", predicted))]);
}
