using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments;

/// <summary>How GANFusion's game went: who tells real from fake, and whether the fused vectors collapse.</summary>
internal static class IemocapGameFigures
{
    private const string Accuracy = "fusion.accuracy.";

    public static IReadOnlyList<ReportFigure> Of(ClassifierRun<RunScores> run, string? notice)
    {
        double[] epochs = [.. run.History.Select(record => (double)record.Epoch)];
        LineSeries[] players = [.. run.History[0].Losses.Keys.Where(name => name.StartsWith(Accuracy, StringComparison.Ordinal))
            .Select(name => new LineSeries(name[Accuracy.Length..], epochs, [.. run.History.Select(record => record.Losses[name])]))];
        if (players.Length == 0)
            return [];
        LineSeries[] rank = [new("fused vectors", epochs, [.. run.History.Select(record => record.Validation[RunScores.EffectiveRankMetric])])];
        return
        [
            new ReportFigure("iemocap-game", LinePlot.Draw([new LinePanel("Discriminators", "epoch", "share told right", players)], notice),
                "Accuracy of GANFusion's discriminators on real and fake vectors over the epochs.", "GANFusion's game in its first run: how often each discriminator is right on real and on fake vectors. Half means that it cannot tell them apart."),
            new ReportFigure("iemocap-rank", LinePlot.Draw([new LinePanel("Effective rank", "epoch", "directions used", rank)], notice),
                "Effective rank of GANFusion's fused vectors over the epochs.", "How many directions GANFusion's fused vectors use on validation; a fall towards 1 would be a collapse."),
        ];
    }
}
