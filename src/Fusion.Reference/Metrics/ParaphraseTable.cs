using System.IO.Compression;
using System.Text;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Metrics;

/// <summary>Phrases that may stand for each other.</summary>
internal sealed class ParaphraseTable
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();
    private readonly Dictionary<string, HashSet<string>> _paraphrases = new(StringComparer.Ordinal);

    /// <summary>Words of the longest phrase.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Links two phrases, both ways.</summary>
    /// <param name="phrase">Words separated by single spaces.</param>
    /// <param name="paraphrase">Words separated by single spaces.</param>
    public void Add(string phrase, string paraphrase)
    {
        Link(phrase, paraphrase);
        Link(paraphrase, phrase);
    }

    /// <summary>Everything that may stand for a phrase.</summary>
    public IReadOnlySet<string> Of(string phrase) => _paraphrases.GetValueOrDefault(phrase) ?? Nothing;

    /// <summary>Reads a table of METEOR: three lines for each entry, a probability, a phrase and a paraphrase; compressed with gzip.</summary>
    /// <param name="file">A .gz file.</param>
    /// <param name="words">Words that occur in the texts: other entries, of which there may be millions, are left out.</param>
    public static ParaphraseTable Load(string file, IReadOnlySet<string> words)
    {
        var table = new ParaphraseTable();
        var line = 0;
        var entry = new string[3];
        foreach (var text in Lines(file))
        {
            entry[line++ % 3] = text;
            if (line % 3 == 0)
                table.Add(entry, words, file, line);
        }

        return line % 3 == 0 ? table : throw new DataFormatException(file, line, "expected three lines for each entry, found the end of the file");
    }

    private void Add(string[] entry, IReadOnlySet<string> words, string file, int line)
    {
        if (!double.TryParse(entry[0], System.Globalization.CultureInfo.InvariantCulture, out _))
            throw new DataFormatException(file, line - 2, $"expected a probability, found '{entry[0]}'");
        string[][] phrases = [.. entry.Skip(1).Select(phrase => phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        for (var index = 0; index < phrases.Length; index++)
            if (phrases[index].Length == 0)
                throw new DataFormatException(file, line - 1 + index, "expected a phrase, found an empty line");
        if (phrases.All(phrase => phrase.All(words.Contains)))
            Add(string.Join(' ', phrases[0]), string.Join(' ', phrases[1]));
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = DataFile.Open(file);
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress), new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (true)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (Exception error) when (error is InvalidDataException or DecoderFallbackException)
            {
                throw new DataFormatException(file, null, $"expected UTF-8 text compressed with gzip, found: {error.Message}");
            }

            if (line is null)
                yield break;
            yield return line;
        }
    }

    private void Link(string phrase, string paraphrase)
    {
        if (!_paraphrases.TryGetValue(phrase, out var known))
            _paraphrases.Add(phrase, known = new(StringComparer.Ordinal));
        known.Add(paraphrase);
        MaxLength = Math.Max(MaxLength, phrase.Count(letter => letter == ' ') + 1);
    }
}
