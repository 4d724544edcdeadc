using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Mboshi;

/// <summary>Mboshi-French: field recordings with transcript and translation, read from a prepared folder with a table and, beside it, speech features.</summary>
internal static class MboshiCorpus
{
    public const string Dataset = "mboshi";

    public const string Source = "mb";

    public const string Target = "fr";

    internal const string TableFile = "mboshi.tsv";

    /// <summary>Names of the splits in the column <c>split3</c>; the test is the corpus's official development part.</summary>
    public static readonly IReadOnlyList<string> SplitNames = ["train", "val", "test"];

    /// <summary>Whether a folder holds the data set.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, TableFile));

    /// <summary>Reads a folder.</summary>
    public static ParallelCorpus Load(string folder) => ParallelCorpus.Load(Dataset, folder, Source, sources => Read(folder, sources));

    private static IReadOnlyList<ParallelSplit> Read(string folder, CorpusSources sources)
    {
        var path = Path.Combine(folder, TableFile);
        var rows = sources.Table(path, "split3", "speaker", "utt_id", "mb", "fr", "mb_clean", "fr_clean").Rows;
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!ids.TryAdd(row.Text("utt_id"), row.Line))
                throw row.Error($"expected each utt_id once, found '{row["utt_id"]}' of line {ids[row["utt_id"]]} again");
            if (!SplitNames.Contains(row["split3"]))
                throw row.Error($"expected split3 to be one of {string.Join(", ", SplitNames)}, found '{row["split3"]}'");
        }

        if (rows.Count == 0)
            throw new DataFormatException(path, 2, "expected utterances, found none");
        var whole = new ParallelSplit(
            "all", [.. rows.Select(row => row["utt_id"])], new Dictionary<string, Sentences> { [Source] = Column(rows, "mb"), [Target] = Column(rows, "fr") }, Features(folder, rows.Count, sources), [.. rows.Select(row => row.Text("speaker"))]);
        return [.. SplitNames.Select(name => Part(path, name, whole, rows))];
    }

    private static ParallelSplit Part(string path, string name, ParallelSplit whole, IReadOnlyList<TsvFile.Row> rows)
    {
        int[] lines = [.. rows.Index().Where(pair => pair.Item["split3"] == name).Select(pair => pair.Index)];
        return lines.Length > 0 ? whole.Select(name, lines) : throw new DataFormatException(path, null, $"expected at least one utterance with split3 '{name}', found none");
    }

    private static Sentences Column(IReadOnlyList<TsvFile.Row> rows, string language) =>
        new([.. rows.Select(row => row.Text(language))], [.. rows.Select(row => row.Text($"{language}_clean"))]);

    private static Dictionary<string, LineChannel> Features(string folder, int lines, CorpusSources sources)
    {
        var channels = new Dictionary<string, LineChannel>(StringComparer.Ordinal);
        var frames = Path.Combine(folder, "speech43_frames.npy");
        Add(Channels.Speech, frames, () => sources.Utterances(frames, Path.Combine(folder, "speech43_offsets.npy")));
        var statistics = Path.Combine(folder, "speech43_stat.npy");
        Add(Channels.SpeechStatistics, statistics, () => sources.Keep(NpyRows.Open(statistics)));
        return channels;

        void Add(string channel, string path, Func<IFeatureRows> open)
        {
            if (File.Exists(path))
                channels.Add(channel, LineChannel.LineByLine(open(), lines));
            else
                sources.Notices.Add($"no {channel}: {path} is missing");
        }
    }
}
