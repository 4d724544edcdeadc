namespace Fusion.Reference.Metrics;

/// <summary>Numbers the n-grams of the texts of one segment: equal n-grams have equal numbers, from 0 without gaps.</summary>
/// <param name="order">Longest n-gram.</param>
internal sealed class NGramIndex(int order)
{
    // An n-gram is its first n - 1 tokens, which have a number already, and its last token: one half of the key each.
    private readonly Dictionary<long, int> _numbers = [];

    /// <summary>Number of different n-grams of all orders so far.</summary>
    public int Count => _numbers.Count;

    /// <summary>The n-grams of a text: element [n - 1][i] is the number of the n-gram that starts at token i.</summary>
    /// <param name="tokens">Numbers that stand for tokens, from 0.</param>
    public int[][] Add(ReadOnlySpan<int> tokens)
    {
        var numbers = new int[order][];
        for (var length = 1; length <= order; length++)
        {
            var grams = new int[Math.Max(0, tokens.Length - length + 1)];
            for (var start = 0; start < grams.Length; start++)
                grams[start] = Number(length == 1 ? -1 : numbers[length - 2][start], tokens[start + length - 1]);
            numbers[length - 1] = grams;
        }

        return numbers;
    }

    /// <summary>How often each n-gram that has a number occurs in a text that was added.</summary>
    public int[] Occurrences(int[][] text)
    {
        var counts = new int[Count];
        foreach (var grams in text)
            foreach (var gram in grams)
                counts[gram]++;
        return counts;
    }

    private int Number(int prefix, int last)
    {
        var key = ((prefix + 1L) << 32) | (uint)last;
        if (!_numbers.TryGetValue(key, out var number))
            _numbers.Add(key, number = _numbers.Count);
        return number;
    }
}
