using System.Runtime.InteropServices;

namespace Fusion.Reference.Text;

/// <summary>
/// Learns byte-pair encoding (Sennrich et al. 2016) as subword-nmt does: the most frequent pair of neighbours is merged, again and again;
/// of equally frequent pairs, the greater by code points.
/// </summary>
internal sealed class BpeLearner
{
    private readonly List<string> _symbols = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int[] Symbols, long Count)> _words = [];
    private readonly Dictionary<(int First, int Second), Pair> _pairs = [];
    private readonly HashSet<(int First, int Second)> _changed = [];
    private readonly PriorityQueue<(int First, int Second), (long Count, int First, int Second)> _queue;

    private BpeLearner(IEnumerable<KeyValuePair<string, long>> counts)
    {
        _queue = new(Comparer<(long Count, int First, int Second)>.Create(Order));
        foreach (var (word, count) in counts)
        {
            _words.Add(([.. BpeSymbols.Of(word).Select(Number)], count));
            Count(_words.Count - 1, +1);
        }
    }

    /// <summary>Learns from lines of tokens.</summary>
    /// <param name="lines">Training text; both sides of it for a joint list.</param>
    /// <param name="merges">Most merges to learn.</param>
    /// <param name="minimumFrequency">No rarer pair is merged.</param>
    public static BpeMerges Learn(IEnumerable<IReadOnlyList<string>> lines, int merges, long minimumFrequency = 2)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
            foreach (var word in line)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        return Learn(counts, merges, minimumFrequency);
    }

    /// <summary>Learns from words and how often each occurs.</summary>
    /// <exception cref="ArgumentException">A word is empty or holds a space or line break, which the file of merges could not hold.</exception>
    public static BpeMerges Learn(IReadOnlyDictionary<string, long> counts, int merges, long minimumFrequency = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumFrequency);
        foreach (var word in counts.Keys)
            if (word.AsSpan().IndexOfAny(" \r\n") >= 0)
                throw new ArgumentException($"Expected words without spaces and line breaks, found '{word}'.", nameof(counts));
        return new BpeMerges([.. new BpeLearner(counts).Merges(merges, minimumFrequency)]);
    }

    private IEnumerable<(string First, string Second)> Merges(int merges, long minimumFrequency)
    {
        for (var learned = 0; learned < merges; learned++)
        {
            Announce();
            if (MostFrequent() is not { } pair || _pairs[pair].Count < minimumFrequency)
                yield break;
            Merge(pair);
            yield return (_symbols[pair.First], _symbols[pair.Second]);
        }
    }

    /// <summary>Queues every pair whose count changed; what the queue held of it before is stale from now on.</summary>
    private void Announce()
    {
        foreach (var key in _changed)
        {
            var pair = _pairs[key];
            if (pair.Count == 0)
                _pairs.Remove(key);
            else if (pair.Count != pair.Announced)
                _queue.Enqueue(key, (pair.Announced = pair.Count, key.First, key.Second));
        }

        _changed.Clear();
    }

    private (int First, int Second)? MostFrequent()
    {
        while (_queue.TryDequeue(out var pair, out var order))
            if (_pairs.TryGetValue(pair, out var current) && current.Count == order.Count)
                return pair;
        return null;
    }

    private void Merge((int First, int Second) pair)
    {
        var merged = Number(_symbols[pair.First] + _symbols[pair.Second]);
        // A copy: counting the words anew adds to the list.
        foreach (var word in _pairs[pair].Words.ToArray())
        {
            var (symbols, count) = _words[word];
            if (Replace(symbols, pair, merged) is not { } shorter)
                continue;
            Count(word, -1);
            _words[word] = (shorter, count);
            Count(word, +1);
        }
    }

    /// <summary>A word with each occurrence of a pair, from the left, made one symbol; null where it has none.</summary>
    private static int[]? Replace(int[] symbols, (int First, int Second) pair, int merged)
    {
        var result = new List<int>(symbols.Length);
        for (var index = 0; index < symbols.Length; index++)
            if (index + 1 < symbols.Length && (symbols[index], symbols[index + 1]) == pair)
            {
                result.Add(merged);
                index++;
            }
            else
                result.Add(symbols[index]);
        return result.Count < symbols.Length ? [.. result] : null;
    }

    private void Count(int word, int sign)
    {
        var (symbols, count) = _words[word];
        for (var index = 1; index < symbols.Length; index++)
        {
            var key = (symbols[index - 1], symbols[index]);
            var pair = CollectionsMarshal.GetValueRefOrAddDefault(_pairs, key, out _) ??= new Pair();
            pair.Count += sign * count;
            // Words that lose the pair stay in the list, and are passed over when it is merged.
            if (sign > 0 && (pair.Words.Count == 0 || pair.Words[^1] != word))
                pair.Words.Add(word);
            _changed.Add(key);
        }
    }

    private int Number(string symbol)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, symbol, out var known);
        if (!known)
        {
            number = _symbols.Count;
            _symbols.Add(symbol);
        }

        return number;
    }

    // The queue gives the least first.
    private int Order((long Count, int First, int Second) left, (long Count, int First, int Second) right)
    {
        if (left.Count != right.Count)
            return right.Count.CompareTo(left.Count);
        var first = left.First == right.First ? 0 : Letters.CompareCodePoints(_symbols[right.First], _symbols[left.First]);
        return first != 0 || left.Second == right.Second ? first : Letters.CompareCodePoints(_symbols[right.Second], _symbols[left.Second]);
    }

    private sealed class Pair
    {
        public long Count { get; set; }

        /// <summary>The count that the queue holds.</summary>
        public long Announced { get; set; }

        public List<int> Words { get; } = [];
    }
}
