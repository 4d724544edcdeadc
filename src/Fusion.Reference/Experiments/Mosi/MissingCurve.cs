using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>How a trained model does where test rows lack modalities.</summary>
internal static class MissingCurve
{
    /// <summary>Rates of removal, in the order of the curve.</summary>
    public static readonly IReadOnlyList<double> Rates = [0, 0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>What goes: any of the modalities (null), or one of them alone.</summary>
    public static readonly IReadOnlyList<string?> Removals = [null, .. MosiCorpus.Modalities.Select(source => source.Name)];

    /// <summary>Every point of every curve; the same seed removes the same for each model.</summary>
    /// <param name="task">The trained model and its data.</param>
    /// <param name="data">The test rows.</param>
    /// <param name="draws">Random choices a point is averaged over.</param>
    /// <param name="seed">Seed of the run.</param>
    public static IReadOnlyList<MissingPoint> Measure(MosiTask task, MosiData data, int draws, int seed) =>
        [.. from removed in Removals from rate in Rates select Point(task, data, removed, rate, draws, seed)];

    private static MissingPoint Point(MosiTask task, MosiData data, string? removed, double rate, int draws, int seed)
    {
        int? modality = removed is null ? null : MosiCorpus.Modalities.Index().First(item => item.Item.Name == removed).Index;
        // Nothing is left to chance where nothing goes, or where one whole modality does.
        var certain = rate == 0 || (rate == 1 && modality is not null);
        ClassificationScores[] scores = [.. Enumerable.Range(0, certain ? 1 : draws).Select(draw => RunScores.Of(
            data.Classes, data.Test, task.Test(ModalityRemoval.Draw(data.Test.Count, MosiCorpus.Modalities.Count, modality, rate, Seed(seed, draw)))))];
        return new MissingPoint(removed, rate, scores.Average(each => each.Accuracy), scores.Average(each => each.Macro.F1));
    }

    private static ulong Seed(int seed, int draw) => ((ulong)seed << 16) + (ulong)draw;
}
