namespace Fusion.Reference.Data.Translation;

/// <summary>Reads the sentences of one language and split.</summary>
internal static class SentenceFiles
{
    /// <summary>Reads what is there of the two forms; null where neither is.</summary>
    /// <param name="sources">Notes which files were read.</param>
    /// <param name="count">The lines of the split's other files.</param>
    /// <param name="raw">Names that the file of raw sentences may have; the first that exists counts.</param>
    /// <param name="tokenized">Names that the file of tokenised sentences may have.</param>
    public static Sentences? Read(CorpusSources sources, LineCount count, IEnumerable<string> raw, IEnumerable<string> tokenized)
    {
        var sentences = new Sentences(ReadFirst(sources, count, raw), ReadFirst(sources, count, tokenized));
        return sentences is { Raw: null, Tokenized: null } ? null : sentences;
    }

    private static string[]? ReadFirst(CorpusSources sources, LineCount count, IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(File.Exists) is not { } path)
            return null;
        var lines = sources.Lines(path);
        count.Check(path, lines.Length);
        var empty = Array.FindIndex(lines, string.IsNullOrWhiteSpace);
        return empty < 0 ? lines : throw new DataFormatException(path, empty + 1, "expected a sentence, found an empty line");
    }
}
