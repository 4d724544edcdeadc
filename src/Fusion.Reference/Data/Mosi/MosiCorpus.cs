using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Mosi;

/// <summary>CMU-MOSI with one feature vector per utterance and modality, read from a prepared folder and split into three parts.</summary>
internal sealed class MosiCorpus
{
    internal const string TableFile = "mosi.tsv";
    internal const string LabelFile = "label.npy";
    internal const string SyntheticFile = "SYNTHETIC.json";

    /// <summary>One source of features.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="File">Its array in the folder, one row per utterance.</param>
    /// <param name="Features">Width of a row.</param>
    public sealed record Source(string Name, string File, int Features);

    /// <summary>Classes by label.</summary>
    public static readonly IReadOnlyList<string> ClassNames = ["negative", "positive"];

    /// <summary>The sources of features, in the order of <see cref="MosiUtterance.Features"/>.</summary>
    public static readonly IReadOnlyList<Source> Modalities = [new("text", "text100.npy", 100), new("audio", "audio73.npy", 73), new("video", "video100.npy", 100)];

    /// <summary>Names of the parts in the column <c>split3</c>.</summary>
    public static readonly IReadOnlyList<string> PartNames = ["train", "val", "test"];

    private readonly Dictionary<string, List<MosiUtterance>> _parts = PartNames.ToDictionary(name => name, _ => new List<MosiUtterance>());

    private MosiCorpus(bool synthetic) => Synthetic = synthetic;

    public IReadOnlyList<MosiUtterance> Train => _parts["train"];

    public IReadOnlyList<MosiUtterance> Validation => _parts["val"];

    public IReadOnlyList<MosiUtterance> Test => _parts["test"];

    /// <summary>Number of utterances of all parts.</summary>
    public int Count => _parts.Values.Sum(part => part.Count);

    /// <summary>Whether the folder says of itself that it was generated.</summary>
    public bool Synthetic { get; }

    /// <summary>Every file that the experiment reads.</summary>
    public static IEnumerable<string> Files => [TableFile, LabelFile, .. Modalities.Select(source => source.File)];

    /// <summary>Reads a folder with mosi.tsv, label.npy and the three arrays of features, all with the same rows in the same order.</summary>
    public static MosiCorpus Load(string directory)
    {
        var tablePath = Path.Combine(directory, TableFile);
        var table = TsvFile.Read(tablePath, "utt_id", "video", "label", "split3");
        var labelPath = Path.Combine(directory, LabelFile);
        var labels = NpyFile.Read(labelPath).Expect(table.Rows.Count).ToInt64();
        FeatureFile[] features = [.. Modalities.Select(source => FeatureFile.Read(Path.Combine(directory, source.File), table.Rows.Count, source.Features))];

        var corpus = new MosiCorpus(File.Exists(Path.Combine(directory, SyntheticFile)));
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var videos = new Dictionary<string, (string Part, int Line)>(StringComparer.Ordinal);
        foreach (var (index, row) in table.Rows.Index())
        {
            var (id, video, part) = (row.Text("utt_id"), row.Text("video"), PartOf(row));
            if (!ids.TryAdd(id, row.Line))
                throw row.Error($"expected each utt_id once, found '{id}' of line {ids[id]} again");
            // A speaker on both sides of the split would make the test easier than it is.
            if (!videos.TryAdd(video, (part, row.Line)) && videos[video].Part != part)
                throw row.Error($"expected video '{video}' in {videos[video].Part} only, as in line {videos[video].Line}, found split3 '{part}'");
            var label = row.Integer("label", 0, ClassNames.Count - 1);
            if (labels[index] != label)
                throw new DataFormatException(labelPath, null, $"expected {label} in row {index}, as line {row.Line} of {tablePath} says, found {labels[index]}");
            corpus._parts[part].Add(new MosiUtterance(id, video, label, [.. features.Select(file => file.Row(index, id))]));
        }

        var empty = PartNames.FirstOrDefault(name => corpus._parts[name].Count == 0);
        return empty is null ? corpus : throw new DataFormatException(tablePath, null, $"expected at least one utterance with split3 '{empty}', found none");
    }

    private static string PartOf(TsvFile.Row row) => row["split3"] is var part && PartNames.Contains(part) ? part
        : throw row.Error($"expected split3 to be one of {string.Join(", ", PartNames)}, found '{part}'");

    private sealed record FeatureFile(string Path, int Width, float[] Values)
    {
        public static FeatureFile Read(string path, int rows, int width) => new(path, width, NpyFile.Read(path).Expect(rows, width).ToSingle());

        public float[] Row(int index, string id)
        {
            var row = Values[(index * Width)..((index + 1) * Width)];
            var wrong = Array.FindIndex(row, value => !float.IsFinite(value));
            return wrong < 0 ? row : throw new DataFormatException(Path, null, $"expected a finite value in row {index} ({id}), column {wrong}, found {row[wrong]}");
        }
    }
}
