using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Tests.Reports.Plots;

/// <summary>One plot of each kind, with names and numbers as a reproduction has them.</summary>
internal static class SamplePlots
{
    public const string Notice = "SYNTHETIC DATA";

    private static readonly string[] Emotions = ["angry", "excited", "happy", "neutral", "sad", "frustrated"];

    public static byte[] TrainingCurves() => TrainingCurvesPlot.Draw(
        [
            .. ((string[])["text only", "concatenation", "Auto-Fusion", "GAN-Fusion", "low-rank tensor fusion"]).Select((model, rank) => new TrainingCurve(
                model,
                [.. Enumerable.Range(1, 20).Select(epoch => 1.2 + (5 * Math.Exp(-epoch / (5.0 - (0.4 * rank)))))],
                [.. Enumerable.Range(1, 20).Select(epoch => (38 + (2 * rank)) * (1 - Math.Exp(-epoch / 4.0)))])),
        ],
        "BLEU-4",
        Notice);

    public static byte[] WordDrop() => LinePlot.Draw(
        [
            new LinePanel("", "share of source words replaced", "BLEU-4",
            [
                new("Seq2Seq (text)", [0, 0.1, 0.2, 0.3, 0.4], [36.3, 31.0, 24.9, 17.2, 10.4], [0.4, 0.5, 0.6, 0.7, 0.9]),
                new("Auto-Fusion", [0, 0.1, 0.2, 0.3, 0.4], [37.8, 34.1, 30.2, 25.0, 18.1], [0.4, 0.5, 0.6, 0.7, 0.9]),
                new("GAN-Fusion", [0, 0.1, 0.2, 0.3, 0.4], [38.4, 35.6, 32.3, 27.7, double.NaN], [0.4, 0.5, 0.6, 0.7, 0.9]),
            ]),
        ]);

    public static byte[] ConfusionMatrix()
    {
        double[] cells =
        [
            91, 4, 3, 8, 2, 22,
            6, 118, 21, 14, 3, 8,
            3, 19, 64, 11, 5, 2,
            12, 15, 10, 204, 19, 31,
            1, 2, 4, 16, 122, 9,
            25, 6, 3, 34, 12, 164,
        ];
        return ConfusionMatrixPlot.Draw("GAN-Fusion, all seeds", Fusion.Reference.Metrics.ConfusionMatrix.FromCells(Emotions, cells), Notice);
    }

    public static byte[] LatentScatter()
    {
        var random = new Random(1);
        return LatentScatterPlot.Draw(Emotions, Panel("before fusion (concatenation)", 0.6), Panel("after fusion (GAN-Fusion)", 3), Notice);

        LatentPanel Panel(string title, double distance)
        {
            int[] classes = [.. Enumerable.Range(0, 600).Select(item => item % Emotions.Length)];
            return new(title, [.. classes.Select(name => (Normal() + (distance * Math.Cos(name)), Normal() + (distance * Math.Sin(name))))], classes, "PC 1 (41 %)", "PC 2 (17 %)");
        }

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    public static byte[] ComparisonBars() => ComparisonBarsPlot.Draw(
        "BLEU-4",
        [
            new("Seq2Seq without attention (text)", 14.6, 12.9, 0.6),
            new("Seq2Seq with attention (text)", 47.34, 44.1, 0.9),
            new("Auto-Fusion (speech, text)", 55.01, null),
            new("Auto-Fusion (speech, video, text)", 57.8, 48.2, 1.1),
            new("GAN-Fusion (speech, video, text)", 59.83, 49.0, 2.4),
            new("concatenation, same parameters", null, 47.5, 0.8),
        ],
        Notice);

    public static byte[] CostQuality() => CostQualityPlot.Draw(
        "parameters (logarithmic)",
        "macro F1",
        [
            new("text only", 1.1e6, 0.62, 0.01),
            new("concatenation", 1.4e6, 0.668, 0.012),
            new("concatenation, matched", 5.9e6, 0.671, 0.011),
            new("Auto-Fusion", 1.9e6, 0.679, 0.013),
            new("GAN-Fusion", 6.0e6, 0.684, 0.018),
            new("TFN", 4.4e7, 0.67, 0.01),
            new("LMF", 1.6e6, 0.672, 0.01),
        ],
        Notice);
}
