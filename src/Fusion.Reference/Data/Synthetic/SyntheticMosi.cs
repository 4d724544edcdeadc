using System.Text.Json.Nodes;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Mosi;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Writes an invented corpus in the layout of the prepared CMU-MOSI folder. Each modality carries an independent part of the class: along one
/// direction of its space the two classes lie apart, by less than the noise. So every modality says something, and all three together say most.
/// </summary>
internal static class SyntheticMosi
{
    /// <summary>Distance of a class's mean from 0 in standard deviations of the noise, for each modality.</summary>
    private static readonly IReadOnlyList<double> Shifts = [1.1, 0.8, 0.6];

    private static readonly string[] Header = ["utt_id", "video", "utt_no", "split", "label", "transcript", "split3"];

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder that holds a corpus not generated here.</summary>
    public static void Write(string directory, SyntheticMosiOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(options.TrainVideos, Math.Min(options.ValidationVideos, options.TestVideos)), 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UtterancesPerVideo, 2, nameof(options));
        var manifest = Path.Combine(directory, MosiCorpus.SyntheticFile);
        if (!File.Exists(manifest) && MosiCorpus.Files.FirstOrDefault(file => File.Exists(Path.Combine(directory, file))) is { } found)
            throw new ArgumentException($"{directory} holds {found}, which was not generated here; choose another folder.");

        Row[] rows = [.. Rows(options)];
        Directory.CreateDirectory(directory);
        // The manifest comes first: an interrupted run may never leave data behind that looks real.
        AtomicFile.WriteText(manifest, Manifest(options, rows).ToJsonString(new() { WriteIndented = true }) + "\n");
        NpyFile.Write(Path.Combine(directory, MosiCorpus.LabelFile), [.. rows.Select(row => (long)row.Label)], rows.Length);
        foreach (var (modality, source) in MosiCorpus.Modalities.Index())
            WriteFeatures(directory, source, Shifts[modality], rows, new SeededRandom(options.Seed, sequence: (ulong)modality + 1));
        AtomicFile.WriteText(Path.Combine(directory, MosiCorpus.TableFile), string.Concat(rows.Select(row => row.Line).Prepend(string.Join('\t', Header)).Select(line => line + "\n")));
    }

    private static IEnumerable<Row> Rows(SyntheticMosiOptions options)
    {
        var random = new SeededRandom(options.Seed);
        string[] parts = [.. Repeat("train", options.TrainVideos), .. Repeat("val", options.ValidationVideos), .. Repeat("test", options.TestVideos)];
        foreach (var (video, part) in parts.Index())
        {
            // Both classes are equally frequent in each video, so that neither it nor the prior tells anything.
            int[] labels = [.. Enumerable.Range(0, options.UtterancesPerVideo).Select(utterance => utterance % 2)];
            random.Shuffle<int>(labels);
            foreach (var (number, label) in labels.Index())
                yield return new Row(string.Join('\t', $"v{video:000}_{number + 1}", $"v{video:000}", number + 1, part == "test" ? part : "train", label, "", part), label);
        }
    }

    private static void WriteFeatures(string directory, MosiCorpus.Source source, double shift, Row[] rows, SeededRandom random)
    {
        double[] direction = [.. Enumerable.Range(0, source.Features).Select(_ => random.Normal())];
        var length = Math.Sqrt(direction.Sum(value => value * value));
        // Units differ by orders of magnitude from column to column, as they do in measured features.
        (double Scale, double Centre)[] columns = [.. direction.Select(_ => (Math.Pow(10, (4 * random.Uniform()) - 2), 3 * random.Normal()))];
        var values = rows.SelectMany(row => columns.Select((column, index) =>
            (float)(column.Scale * (column.Centre + random.Normal() + ((row.Label == 1 ? shift : -shift) * direction[index] / length)))));
        NpyFile.Write(Path.Combine(directory, source.File), [.. values], rows.Length, source.Features);
    }

    private static JsonObject Manifest(SyntheticMosiOptions options, Row[] rows) => new()
    {
        ["synthetic"] = true,
        ["dataset"] = "mosi",
        ["seed"] = options.Seed,
        ["videos"] = options.TrainVideos + options.ValidationVideos + options.TestVideos,
        ["utterances"] = rows.Length,
        ["signal"] = "in each modality the classes lie apart along one direction, under Gaussian noise: by 2.2, 1.6 and 1.2 standard deviations in text, audio and video",
    };

    private static IEnumerable<string> Repeat(string part, int videos) => Enumerable.Repeat(part, videos);

    private sealed record Row(string Line, int Label);
}
