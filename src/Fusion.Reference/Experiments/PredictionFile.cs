using System.Globalization;
using Fusion.Layers.Interop;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Experiments;

/// <summary>predictions.tsv: one line per test utterance with its group, the true class, the predicted one and the probabilities.</summary>
internal static class PredictionFile
{
    /// <summary>Column of the group where that is a dialogue.</summary>
    public const string Dialog = "dialog";

    /// <summary>One line.</summary>
    public sealed record Row(string Id, string Group, string Label, string Predicted);

    /// <summary>Names of the columns that hold the probabilities.</summary>
    public static IEnumerable<string> ProbabilityColumns(IReadOnlyList<string> classes) => classes.Select(name => $"p_{name}");

    /// <summary>The probabilities as they are written: no digit is lost.</summary>
    public static IEnumerable<string> Probabilities(ClassPrediction prediction) => prediction.Probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture));

    public static void Write(string path, IReadOnlyList<string> classes, IReadOnlyList<IUtterance> part, IReadOnlyList<ClassPrediction> predictions, string group = Dialog)
    {
        var header = string.Join('\t', ["utt_id", group, "label", "predicted", .. ProbabilityColumns(classes)]);
        var lines = part.Zip(predictions, (utterance, prediction) => string.Join('\t',
            [utterance.Id, utterance.Group, classes[utterance.Label], classes[prediction.Class],
             .. Probabilities(prediction)]));
        AtomicFile.WriteText(path, string.Join('\n', lines.Prepend(header)) + "\n");
    }

    public static IReadOnlyList<Row> Read(string path, string group = Dialog) =>
        [.. TsvFile.Read(path, "utt_id", group, "label", "predicted").Rows
            .Select(row => new Row(row.Text("utt_id"), row.Text(group), row.Text("label"), row.Text("predicted")))];
}
