using Fusion.Reference.Experiments;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapScoresTests
{
    [Fact]
    public void Every_metric_by_hand()
    {
        var scores = ClassificationScores.From(ConfusionMatrix.FromCells(["a", "b", "c"], [3, 1, 2, 1, 1, 1, 0, 0, 1]));

        var metrics = RunScores.Metrics(scores);

        // a: P 3/4, R 3/6, F 3/5. b: P 1/2, R 1/3, F 2/5. c: P 1/4, R 1, F 2/5.
        var (precision, recall) = (1.5 / 3, (11.0 / 6) / 3);
        var expected = new Dictionary<string, double>
        {
            ["accuracy"] = 0.5,
            ["macroPrecision"] = precision,
            ["macroRecall"] = recall,
            ["macroF1"] = 1.4 / 3,
            ["weightedPrecision"] = ((6 * 0.75) + (3 * 0.5) + 0.25) / 10,
            ["weightedRecall"] = 0.5,
            ["weightedF1"] = ((6 * 0.6) + (3 * 0.4) + 0.4) / 10,
            ["unweightedRecall"] = recall,
            ["harmonicF"] = 2 * precision * recall / (precision + recall),
        };
        Assert.Equal(expected.Keys, metrics.Keys);
        Assert.All(expected, item => Assert.Equal(item.Value, metrics[item.Key], 1e-12));
        // The two readings of F differ: 46.7 and 55.0.
        Assert.True(metrics["harmonicF"] - metrics["macroF1"] > 0.08);
    }
}
