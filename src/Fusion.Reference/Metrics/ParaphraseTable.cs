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

    /// <summary>Reads a table of METEOR: three lines for each entry, a probability, a phrase and a paraphrase.</summary>
    /// <param name="file">As the tool packs it, with gzip, or plain.</param>
    /// <param name="words">Words that occur in the texts: other entries, of which there may be millions, are left out.</param>
    public static ParaphraseTable Load(string file, IReadOnlySet<string> words)
    {
        var table = new ParaphraseTable();
        var line = 0;
        var entry = new string[3];
        foreach (var text in TextLines.Read(file))
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

    private void Link(string phrase, string paraphrase)
    {
        if (!_paraphrases.TryGetValue(phrase, out var known))
            _paraphrases.Add(phrase, known = new(StringComparer.Ordinal));
        known.Add(paraphrase);
        MaxLength = Math.Max(MaxLength, phrase.Count(letter => letter == ' ') + 1);
    }
}
