using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>The features of a prepared folder: some with a row for each row of <c>subset.tsv</c>, some with a row for each line of a split.</summary>
internal static class PreparedFeatures
{
    // The captions read aloud by a program: no human speech.
    private const bool Spoken = true;

    /// <summary>Opens whatever is there.</summary>
    public static SplitChannels Open(string folder, IReadOnlyList<SplitText> texts, CorpusSources sources)
    {
        var channels = new SplitChannels();
        if (File.Exists(Path.Combine(folder, Multi30kSubset.TableFile)))
            AddSubset(channels, folder, texts, sources);
        foreach (var text in texts)
        {
            AddLabels(channels, folder, text, sources);
            var segments = Path.Combine(folder, "speech", $"tts43_seg8.{text.Name}.f16.npy");
            if (File.Exists(segments))
                channels.Add(text.Name, Channels.SpeechSegments, LineChannel.LineByLine(sources.Keep(NpyRows.Open(segments)), text.Count, Spoken));
        }

        return channels;
    }

    private static void AddSubset(SplitChannels channels, string folder, IReadOnlyList<SplitText> texts, CorpusSources sources)
    {
        var subset = Multi30kSubset.Read(folder, sources);
        sources.Notices.AddRange(subset.Unavailable(texts));
        var rowOfLine = texts.ToDictionary(text => text.Name, subset.RowOfLine);
        Add(Channels.Image, false, Vectors("cnn", "mobilenet_v2_pool1280.f16.npy"));
        Add(Channels.ImageClasses, false, Vectors("cnn", "mobilenet_v2_softmax1001.u8.npy"));
        Add(Channels.SpeechStatistics, Spoken, Vectors("speech", "tts43_stat.npy"));
        var frames = Path.Combine(folder, "speech", "tts43_frames.f16.npy");
        Add(Channels.Speech, Spoken, File.Exists(frames) ? sources.Utterances(frames, Path.Combine(folder, "speech", "tts43_offsets.npy")) : null);

        IFeatureRows? Vectors(string place, string name) => Path.Combine(folder, place, name) is var path && File.Exists(path) ? sources.Keep(NpyRows.Open(path)) : null;

        void Add(string channel, bool synthetic, IFeatureRows? rows)
        {
            if (rows is null)
                return;
            if (rows.Count != subset.Count)
                throw new DataFormatException(rows.File, null, $"expected {subset.Count} rows, as many as {Multi30kSubset.TableFile} has, found {rows.Count}");
            foreach (var (split, lines) in rowOfLine.Where(pair => pair.Value.Any(row => row >= 0)))
                channels.Add(split, channel, new LineChannel(rows, lines, synthetic));
        }
    }

    private static void AddLabels(SplitChannels channels, string folder, SplitText text, CorpusSources sources)
    {
        var labels = Path.Combine(folder, "side", $"frames_VNC.{text.Name}.npy");
        if (!File.Exists(labels))
            return;
        var known = sources.Numbers(Path.Combine(folder, "side", $"frames_VNC.{text.Name}.has.npy"), text.Count);
        var rows = sources.Keep(NpyRows.Open(labels));
        if (rows.Count != text.Count)
            throw new DataFormatException(labels, null, $"expected {text.Count} rows, one for each line, found {rows.Count}");
        channels.Add(text.Name, Channels.ImageLabels, new LineChannel(rows, [.. known.Select((has, line) => has != 0 ? line : -1)]));
    }
}
