using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// Reads a file of <c>dialog/transcriptions</c>, lines such as <c>Ses01F_impro01_F000 [006.2901-008.2357]: Excuse me.</c> Lines without an utterance
/// (such as <c>M: ...</c>) and utterances whose name ends in XX, which have no label, are passed over.
/// </summary>
internal static class TranscriptFile
{
    /// <summary>One transcribed utterance.</summary>
    /// <param name="Line">Line it stands in, counted from 1.</param>
    /// <param name="Id">Name of the utterance.</param>
    /// <param name="Text">What was said, as written.</param>
    internal sealed record Entry(int Line, string Id, string Text);

    /// <summary>Reads the utterances of a dialogue.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="dialog">Name of the dialogue, with which its utterances' names begin.</param>
    public static IEnumerable<Entry> Read(string path, string dialog)
    {
        foreach (var (index, line) in TextLines.Read(path).Index())
        {
            if (!line.StartsWith($"{dialog}_", StringComparison.Ordinal))
                continue;
            var id = line.Split(' ', '\t', ':')[0];
            if (id.EndsWith("XX", StringComparison.Ordinal))
                continue;
            // The first colon: what was said may hold others.
            var colon = line.IndexOf(':');
            yield return colon >= 0 ? new Entry(index + 1, id, line[(colon + 1)..].Trim())
                : throw new DataFormatException(path, index + 1, $"expected '{id} [start-end]: text', found no colon");
        }
    }
}
