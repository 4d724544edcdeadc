using Fusion.Reference.Data;
using Fusion.Reference.Metrics;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Scores a trained classifier on a part of the data that it learned from.</summary>
internal static class ClassifierEvaluation
{
    /// <summary>Scores on a part: test, val or train.</summary>
    /// <typeparam name="TUtterance">What the data set consists of.</typeparam>
    /// <param name="run">The run; torch uses as many threads as it did, so that its scores come back to the last digit.</param>
    /// <param name="split">Name of a part; null: test.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="predict">The trained model.</param>
    public static ClassificationReport Of<TUtterance>(
        RunDescription run, string? split, IReadOnlyList<string> classes,
        (IReadOnlyList<TUtterance> Test, IReadOnlyList<TUtterance> Validation, IReadOnlyList<TUtterance> Train) parts, Func<IReadOnlyList<TUtterance>, ClassPrediction[]> predict)
        where TUtterance : IUtterance
    {
        var (_, part) = SplitChoice.Of(split, [("test", parts.Test), ("val", parts.Validation), ("train", parts.Train)], part => part.Item1);
        set_num_threads(run.Environment.Threads);
        var predictions = predict(part);
        return ClassificationReport.Of(ConfusionMatrix.Count(
            [.. part.Select(utterance => classes[utterance.Label])], [.. predictions.Select(prediction => classes[prediction.Class])], classes));
    }
}
