namespace Fusion.Reference.Reports.Plots;

/// <summary>Training loss and validation score over the epochs, one line per model.</summary>
internal static class TrainingCurvesPlot
{
    /// <param name="curves">One per model.</param>
    /// <param name="scoreName">Name of the validation score, such as "BLEU-4".</param>
    /// <param name="notice">A line below the picture.</param>
    public static byte[] Draw(IReadOnlyList<TrainingCurve> curves, string scoreName, string? notice = null) => LinePlot.Draw(
        [
            new("Training loss", "epoch", "loss", [.. curves.Select(curve => Line(curve.Model, curve.TrainLoss))]),
            new("Validation", "epoch", scoreName, [.. curves.Select(curve => Line(curve.Model, curve.ValidationScore))]),
        ],
        notice);

    private static LineSeries Line(string model, IReadOnlyList<double> values) =>
        new(model, [.. Enumerable.Range(1, values.Count).Select(epoch => (double)epoch)], values);
}

/// <summary>History of one model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="TrainLoss">Loss of each epoch.</param>
/// <param name="ValidationScore">Score after each epoch.</param>
internal sealed record TrainingCurve(string Model, IReadOnlyList<double> TrainLoss, IReadOnlyList<double> ValidationScore);
