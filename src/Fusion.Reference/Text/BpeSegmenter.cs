using System.Collections.Concurrent;

namespace Fusion.Reference.Text;

/// <summary>
/// Splits words into the pieces of byte-pair encoding and joins them again, as subword-nmt does. Each word is worked out once; safe from several threads.
/// </summary>
internal sealed class BpeSegmenter
{
    /// <summary>Ends each piece that its word goes on after.</summary>
    public const string Joiner = "@@";

    // Bounds the memory that an endless stream of new words takes.
    private const int MostWords = 1 << 20;
    private readonly Dictionary<(string First, string Second), int> _ranks = [];
    private readonly Dictionary<string, (string First, string Second)> _parts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _words = new(StringComparer.Ordinal);
    private readonly int _longest;
    private long _stored;

    /// <summary>Makes a segmenter.</summary>
    /// <param name="merges">What to merge, first learned first.</param>
    /// <param name="allowed">Pieces outside this list are split until their parts are inside it, or cannot be split: a joint list of merges else
    /// makes pieces of one language that were only seen in the other. Null allows every piece.</param>
    public BpeSegmenter(BpeMerges merges, PieceVocabulary? allowed = null)
    {
        Merges = merges;
        Allowed = allowed;
        for (var rank = 0; rank < merges.Pairs.Count; rank++)
            if (_ranks.TryAdd(merges.Pairs[rank], rank))
                _parts.TryAdd(merges.Pairs[rank].First + merges.Pairs[rank].Second, merges.Pairs[rank]);
        _longest = _parts.Keys.Select(symbol => symbol.Length).DefaultIfEmpty().Max();
    }

    public BpeMerges Merges { get; }

    /// <summary>Pieces that are not split further, or null where all are allowed.</summary>
    public PieceVocabulary? Allowed { get; }

    /// <summary>The pieces of a line of words, each but the last of a word ending in <see cref="Joiner"/>.</summary>
    public string[] Segment(IEnumerable<string> words) => [.. words.SelectMany(Pieces)];

    /// <summary>The pieces of one word.</summary>
    public IReadOnlyList<string> Pieces(string word)
    {
        if (_words.TryGetValue(word, out var known))
            return known;
        var pieces = Split(word, leavesOut: null);
        if (Interlocked.Increment(ref _stored) <= MostWords)
            _words.TryAdd(word, pieces);
        return pieces;
    }

    /// <summary>The pieces of one word when some of its merges are left out.</summary>
    /// <param name="word">The word.</param>
    /// <param name="leavesOut">Asked for each merge that could be made, before each step and from the left, whether it is left out of that step.</param>
    public IReadOnlyList<string> Pieces(string word, Func<bool> leavesOut) => Split(word, leavesOut);

    /// <summary>Every piece that can come of one word, whatever merges are left out: each as often as it has a place in the word.</summary>
    public IEnumerable<string> PossiblePieces(string word)
    {
        var symbols = BpeSymbols.Of(word);
        symbols[^1] = symbols[^1][..^BpeMerges.EndOfWord.Length];
        for (var start = 0; start < symbols.Count; start++)
        {
            var symbol = "";
            for (var end = start; end == start || (end < symbols.Count && symbol.Length < _longest); end++)
            {
                symbol += symbols[end];
                var last = end == symbols.Count - 1;
                // What is split further is not a piece; its parts have places of their own.
                if ((end == start || _parts.ContainsKey(last ? symbol + BpeMerges.EndOfWord : symbol)) && AllowedParts(symbol, last).Take(2).ToArray() is [var piece])
                    yield return piece;
            }
        }
    }

    /// <summary>
    /// The words of pieces. A joiner at the end of the line, which only a model that was cut off leaves, is dropped. A word that ended in the joiner
    /// before it was segmented cannot be told from a piece.
    /// </summary>
    public static string[] Join(IEnumerable<string> pieces)
    {
        var words = new List<string>();
        var unfinished = "";
        foreach (var piece in pieces)
            if (piece.EndsWith(Joiner, StringComparison.Ordinal))
                unfinished += piece[..^Joiner.Length];
            else
            {
                words.Add(unfinished + piece);
                unfinished = "";
            }

        if (unfinished.Length > 0)
            words.Add(unfinished);
        return [.. words];
    }

    private string[] Split(string word, Func<bool>? leavesOut)
    {
        var symbols = Merged(BpeSymbols.Of(word), leavesOut);
        symbols[^1] = symbols[^1][..^BpeMerges.EndOfWord.Length];
        return [.. symbols.SelectMany((symbol, index) => AllowedParts(symbol, index == symbols.Count - 1))];
    }

    private List<string> Merged(List<string> symbols, Func<bool>? leavesOut)
    {
        var places = new List<int>();
        while (Find(symbols, leavesOut, places))
        {
            var (kept, next) = (0, 0);
            for (var index = 0; index < symbols.Count; index++)
            {
                // A place whose first symbol the one before has taken is passed over.
                while (next < places.Count && places[next] < index)
                    next++;
                symbols[kept++] = next < places.Count && places[next] == index ? symbols[index] + symbols[++index] : symbols[index];
            }

            symbols.RemoveRange(kept, symbols.Count - kept);
        }

        return symbols;
    }

    /// <summary>Finds where the pair of neighbours stands that was learned first, of those that are not left out.</summary>
    /// <returns>Whether there is one.</returns>
    private bool Find(List<string> symbols, Func<bool>? leavesOut, List<int> places)
    {
        places.Clear();
        var best = int.MaxValue;
        for (var index = 1; index < symbols.Count; index++)
        {
            if (!_ranks.TryGetValue((symbols[index - 1], symbols[index]), out var rank) || leavesOut?.Invoke() == true || rank > best)
                continue;
            if (rank < best)
                places.Clear();
            best = rank;
            places.Add(index - 1);
        }

        return places.Count > 0;
    }

    private IEnumerable<string> AllowedParts(string symbol, bool last)
    {
        var piece = last ? symbol : symbol + Joiner;
        if (Allowed is null || Allowed.Contains(piece) || PartsOf(symbol, last) is not { } parts)
            return [piece];
        return AllowedParts(parts.First, last: false).Concat(AllowedParts(parts.Second, last));
    }

    private (string First, string Second)? PartsOf(string symbol, bool last)
    {
        if (!_parts.TryGetValue(last ? symbol + BpeMerges.EndOfWord : symbol, out var parts))
            return null;
        if (!last)
            return parts;
        // Only a text that spells the end-of-word mark itself has a pair that breaks inside it.
        return parts.Second.Length > BpeMerges.EndOfWord.Length && parts.Second.EndsWith(BpeMerges.EndOfWord, StringComparison.Ordinal)
            ? (parts.First, parts.Second[..^BpeMerges.EndOfWord.Length])
            : null;
    }
}
