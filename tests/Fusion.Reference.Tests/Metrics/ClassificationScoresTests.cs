using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class ClassificationScoresTests
{
    [Fact]
    public void Agrees_with_scikit_learn_on_every_golden_case()
    {
        var path = SharedData.Find("golden/metrics.json");
        Assert.SkipWhen(path is null, "golden/metrics.json is not on this machine");
        using var golden = JsonDocument.Parse(File.ReadAllBytes(path));
        var cases = golden.RootElement.GetProperty("classification").GetProperty("cases").EnumerateArray().ToArray();
        Assert.NotEmpty(cases);
        Assert.All(cases, Agrees);

        static void Agrees(JsonElement golden)
        {
            var tolerance = golden.GetProperty("tol").GetDouble();
            var classes = Names(golden, "labels");
            var matrix = ConfusionMatrix.Count(Names(golden, "y_true"), Names(golden, "y_pred"), classes);
            var scores = ClassificationScores.From(matrix);
            Close(golden.GetProperty("accuracy"), scores.Accuracy);
            Close(golden.GetProperty("unweighted_average_recall_over_labels"), scores.UnweightedRecall);
            Close(golden.GetProperty("balanced_accuracy_sklearn"), scores.BalancedAccuracy);
            Average(golden.GetProperty("macro"), scores.Macro);
            Average(golden.GetProperty("weighted"), scores.Weighted);
            Average(golden.GetProperty("micro"), scores.Micro);
            foreach (var (index, row) in golden.GetProperty("confusion_matrix").EnumerateArray().Index())
                Assert.Equal(row.EnumerateArray().Select(cell => cell.GetDouble()), classes.Select((_, column) => matrix[index, column]));
            foreach (var (index, expected) in golden.GetProperty("per_class").EnumerateArray().Index())
            {
                var actual = scores.PerClass[index];
                Assert.Equal(expected.GetProperty("label").ToString(), actual.Label);
                Average(expected, new(actual.Precision, actual.Recall, actual.F1));
                Close(expected.GetProperty("support"), actual.Support);
            }

            void Average(JsonElement expected, PrecisionRecallF1 actual)
            {
                Close(expected.GetProperty("precision"), actual.Precision);
                Close(expected.GetProperty("recall"), actual.Recall);
                Close(expected.GetProperty("f1"), actual.F1);
            }

            void Close(JsonElement expected, double actual) => Assert.Equal(expected.GetDouble(), actual, tolerance);
        }

        static string[] Names(JsonElement golden, string property) =>
            [.. golden.GetProperty(property).EnumerateArray().Select(name => name.ToString())];
    }

    [Fact]
    public void Harmonic_F_is_not_the_mean_of_the_F1s()
    {
        // a: P 1, R 1/2, F 2/3; b: P 1/2, R 1, F 2/3. Macro P = R = 3/4, so the harmonic reading gives 3/4.
        var scores = ClassificationScores.From(["a", "a", "b"], ["a", "b", "b"]);
        Assert.Equal(2.0 / 3, scores.Macro.F1, 1e-15);
        Assert.Equal(0.75, scores.HarmonicF, 1e-15);
    }

    [Fact]
    public void Harmonic_F_reproduces_the_F_that_the_paper_prints_for_its_rows()
    {
        // Table 3: P 75.3 and R 77.4 beside F 76.3; P 77.3 and R 79.1 beside F 78.2.
        Assert.Equal(76.3, Harmonic(75.3, 77.4), 0.05);
        Assert.Equal(78.2, Harmonic(77.3, 79.1), 0.05);

        static double Harmonic(double precision, double recall)
        {
            // A matrix whose two classes both have the wanted precision does not exist for every pair: score the averages themselves.
            var macro = new PrecisionRecallF1(precision, recall, F1: 0);
            return new ClassificationScores
            {
                Accuracy = 0,
                Macro = macro,
                Weighted = macro,
                Micro = macro,
                BalancedAccuracy = 0,
                PerClass = [],
            }.HarmonicF;
        }
    }

    [Fact]
    public void Nothing_to_score_gives_zeros()
    {
        var scores = ClassificationScores.From([], []);
        Assert.Equal(0, scores.Accuracy);
        Assert.Equal(new PrecisionRecallF1(0, 0, 0), scores.Macro);
        Assert.Equal(0, scores.HarmonicF);
    }

    [Property]
    public void Micro_scores_and_weighted_recall_equal_the_accuracy((byte, byte)[] items)
    {
        var scores = Score(items);
        Assert.Equal(new PrecisionRecallF1(scores.Accuracy, scores.Accuracy, scores.Accuracy), scores.Micro);
        Assert.Equal(scores.Accuracy, scores.Weighted.Recall, 1e-12);
    }

    [Property]
    public void Swapping_truth_and_prediction_swaps_precision_and_recall((byte, byte)[] items)
    {
        var scores = Score(items);
        var swapped = Score([.. items.Select(item => (item.Item2, item.Item1))]);
        Assert.Equal(scores.Macro.Precision, swapped.Macro.Recall, 1e-12);
        Assert.Equal(scores.Macro.F1, swapped.Macro.F1, 1e-12);
        Assert.Equal(scores.Accuracy, swapped.Accuracy);
    }

    [Property]
    public void Order_of_items_does_not_matter((byte, byte)[] items)
    {
        var scores = Score(items);
        var reversed = Score([.. items.Reverse()]);
        Assert.Equal(scores.Macro, reversed.Macro);
        Assert.Equal(scores.PerClass, reversed.PerClass);
    }

    [Property]
    public void Every_score_lies_between_0_and_1((byte, byte)[] items)
    {
        var scores = Score(items);
        double[] all =
        [
            scores.Accuracy, scores.BalancedAccuracy, scores.HarmonicF,
            scores.Macro.Precision, scores.Macro.Recall, scores.Macro.F1,
            scores.Weighted.Precision, scores.Weighted.Recall, scores.Weighted.F1,
        ];
        Assert.All(all, score => Assert.InRange(score, 0, 1 + 1e-12));
    }

    private static ClassificationScores Score((byte Truth, byte Predicted)[] items) => ClassificationScores.From(
        [.. items.Select(item => $"class {item.Truth % 4}")],
        [.. items.Select(item => $"class {item.Predicted % 4}")]);
}
