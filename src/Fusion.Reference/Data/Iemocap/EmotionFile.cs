using System.Globalization;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// Reads a file of <c>dialog/EmoEvaluation</c>: for each utterance a line <c>[start - end] TAB id TAB category TAB [valence, activation, dominance]</c>,
/// among lines of single evaluators and comments, which are passed over.
/// </summary>
internal static class EmotionFile
{
    /// <summary>One labelled utterance.</summary>
    /// <param name="Line">Line it stands in, counted from 1.</param>
    /// <param name="Id">Name of the utterance.</param>
    /// <param name="Start">Seconds from the start of the dialogue.</param>
    /// <param name="End">Seconds from the start of the dialogue, after <paramref name="Start"/>.</param>
    /// <param name="Emotion">One of <see cref="IemocapEmotions.All"/>.</param>
    internal sealed record Entry(int Line, string Id, double Start, double End, string Emotion);

    /// <summary>Reads the utterances in the order of the file.</summary>
    public static IReadOnlyList<Entry> Read(string path)
    {
        var entries = new List<Entry>();
        foreach (var (index, line) in TextLines.Read(path).Index())
            if (line.StartsWith('['))
                entries.Add(Parse(path, index + 1, line));
        return entries.Count > 0 ? entries : throw new DataFormatException(path, null, "expected at least one line that begins with '[start - end]', found none");
    }

    private static Entry Parse(string path, int number, string line)
    {
        var cells = line.Split('\t');
        if (cells.Length != 4)
            throw new DataFormatException(path, number, $"expected 4 cells (times, utterance, emotion, valence and so on), found {cells.Length}");
        var (start, end) = Times(path, number, cells[0].Trim());
        var emotion = cells[2].Trim();
        return IemocapEmotions.All.Contains(emotion)
            ? new Entry(number, cells[1].Trim(), start, end, emotion)
            : throw new DataFormatException(path, number, $"expected one of the emotions {string.Join(", ", IemocapEmotions.All)}, found '{emotion}'");
    }

    private static (double Start, double End) Times(string path, int number, string cell)
    {
        var parts = cell.TrimStart('[').TrimEnd(']').Split(" - ");
        return parts.Length == 2 && Seconds(parts[0], out var start) && Seconds(parts[1], out var end) && start < end
            ? (start, end)
            : throw new DataFormatException(path, number, $"expected times '[start - end]' in seconds, the start before the end, found '{cell}'");
    }

    private static bool Seconds(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && double.IsFinite(seconds);
}
