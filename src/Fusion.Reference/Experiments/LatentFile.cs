using System.Globalization;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Experiments;

/// <summary>latents.tsv: the test utterances on the two main axes of what entered the fusion and of what left it (Figure 4).</summary>
internal static class LatentFile
{
    /// <summary>One utterance.</summary>
    public sealed record Row(string Label, double EncodedX, double EncodedY, double FusedX, double FusedY);

    public static void Write(string path, IReadOnlyList<string> classes, IReadOnlyList<IemocapUtterance> part, IReadOnlyList<ClassPrediction> predictions)
    {
        var encoded = PrincipalAxes.Project([.. predictions.Select(prediction => prediction.Encoded)]);
        var fused = PrincipalAxes.Project([.. predictions.Select(prediction => prediction.Fused)]);
        var lines = part.Select((utterance, i) => string.Join('\t', utterance.Id, classes[utterance.Label], Text(encoded[i]), Text(fused[i])));
        AtomicFile.WriteText(path, string.Join('\n', lines.Prepend("utt_id\tlabel\tencoded_x\tencoded_y\tfused_x\tfused_y")) + "\n");
    }

    public static IReadOnlyList<Row> Read(string path) =>
        [.. TsvFile.Read(path, "label", "encoded_x", "encoded_y", "fused_x", "fused_y").Rows
            .Select(row => new Row(row.Text("label"), Number(row, "encoded_x"), Number(row, "encoded_y"), Number(row, "fused_x"), Number(row, "fused_y")))];

    private static string Text((double X, double Y) point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#####}\t{point.Y:0.#####}");

    private static double Number(TsvFile.Row row, string column) =>
        double.TryParse(row[column], CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
            : throw row.Error($"expected {column} to be a number, found '{row[column]}'");
}
