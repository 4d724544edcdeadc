using System.Globalization;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Experiments;

/// <summary>predictions.tsv: one line per test utterance with the true class, the predicted one and the probabilities.</summary>
internal static class PredictionFile
{
    /// <summary>One line.</summary>
    public sealed record Row(string Id, string Dialog, string Label, string Predicted);

    public static void Write(string path, IReadOnlyList<string> classes, IReadOnlyList<IemocapUtterance> part, IReadOnlyList<EmotionPrediction> predictions)
    {
        var header = string.Join('\t', ["utt_id", "dialog", "label", "predicted", .. classes.Select(name => $"p_{name}")]);
        var lines = part.Zip(predictions, (utterance, prediction) => string.Join('\t',
            [utterance.Id, utterance.Dialog, classes[utterance.Label], classes[prediction.Class],
             .. prediction.Probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]));
        AtomicFile.WriteText(path, string.Join('\n', lines.Prepend(header)) + "\n");
    }

    public static IReadOnlyList<Row> Read(string path) =>
        [.. TsvFile.Read(path, "utt_id", "dialog", "label", "predicted").Rows
            .Select(row => new Row(row.Text("utt_id"), row.Text("dialog"), row.Text("label"), row.Text("predicted")))];
}
