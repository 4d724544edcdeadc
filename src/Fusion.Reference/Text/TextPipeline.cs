namespace Fusion.Reference.Text;

/// <summary>One language's way from a line of text to numbers and back.</summary>
/// <param name="splitter">Line to words.</param>
/// <param name="pieces">Words to pieces; null keeps whole words.</param>
/// <param name="vocabulary">Words or pieces to numbers.</param>
internal sealed class TextPipeline(WordSplitter splitter, BpeSegmenter? pieces, Vocabulary vocabulary)
{
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Byte-pair encoding, or null where words are kept whole.</summary>
    public BpeSegmenter? Pieces { get; } = pieces;

    /// <summary>The words of a line.</summary>
    public string[] Words(string line) => splitter.Words(line);

    /// <summary>The words of a line, or their pieces where there are any.</summary>
    public string[] Tokens(string line) => Tokens(Words(line));

    /// <summary>The numbers of a line.</summary>
    /// <param name="line">Text.</param>
    /// <param name="maxLength">Most numbers, the marks of <paramref name="wrap"/> not counted.</param>
    /// <param name="wrap">Whether <see cref="Vocabulary.Start"/> and <see cref="Vocabulary.End"/> go around them.</param>
    public long[] Encode(string line, int maxLength = int.MaxValue, bool wrap = true) => Encode(Words(line), maxLength, wrap);

    /// <summary>The numbers of a line that is split already.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="maxLength">As above.</param>
    /// <param name="wrap">As above.</param>
    public long[] Encode(string[] words, int maxLength = int.MaxValue, bool wrap = true) => Vocabulary.Encode(Tokens(words), maxLength, wrap);

    /// <summary>The numbers of a line some of whose words are dropped; a dropped word is one <see cref="Vocabulary.Unknown"/>, however many pieces it had.</summary>
    /// <param name="line">Text.</param>
    /// <param name="drop">Which words.</param>
    /// <param name="number">Number of the line in its file.</param>
    /// <param name="maxLength">As above.</param>
    /// <param name="wrap">As above.</param>
    public long[] Encode(string line, WordDrop drop, long number, int maxLength = int.MaxValue, bool wrap = true)
    {
        var words = Words(line);
        var dropped = drop.Of(number, words.Length);
        var tokens = words.SelectMany((word, index) => dropped[index] ? [Vocabulary.Words[Vocabulary.Unknown]] : Pieces?.Pieces(word) ?? [word]);
        return Vocabulary.Encode([.. tokens], maxLength, wrap);
    }

    /// <summary>
    /// The numbers of a line whose words are segmented with some merges left out. The line is cut behind the word that reaches <paramref name="maxLength"/> as the words
    /// are otherwise segmented: more pieces cut no more of it.
    /// </summary>
    /// <param name="line">Text.</param>
    /// <param name="leavesOut">See <see cref="BpeSegmenter.Pieces(string, Func{bool})"/>.</param>
    /// <param name="maxLength">As above.</param>
    /// <param name="wrap">As above.</param>
    public long[] Encode(string line, Func<bool> leavesOut, int maxLength = int.MaxValue, bool wrap = true)
    {
        var tokens = Pieces is null ? Words(line).Take(maxLength) : Reached(line, maxLength).SelectMany(word => Pieces.Pieces(word, leavesOut));
        return Vocabulary.Encode([.. tokens], wrap: wrap);
    }

    /// <summary>The line that a model's numbers spell, for scoring: up to the first <see cref="Vocabulary.End"/>, pieces joined to words, one space between them.</summary>
    public string Decode(IEnumerable<long> numbers)
    {
        var tokens = Vocabulary.Decode(numbers);
        return string.Join(' ', Pieces is null ? tokens : BpeSegmenter.Join(tokens));
    }

    private string[] Tokens(string[] words) => Pieces is null ? words : Pieces.Segment(words);

    // Words of which at least a piece is among the first ones.
    private IEnumerable<string> Reached(string line, int maxLength)
    {
        var length = 0L;
        foreach (var word in Words(line))
        {
            if (length >= maxLength)
                yield break;
            yield return word;
            length += Pieces!.Pieces(word).Count;
        }
    }
}
