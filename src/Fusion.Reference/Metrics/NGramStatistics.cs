namespace Fusion.Reference.Metrics;

/// <summary>The one statistic that every BLEU is read from: n-gram matches and lengths, of a segment or summed over a corpus.</summary>
internal sealed class NGramStatistics
{
    private readonly double[] _values;

    private NGramStatistics(double[] values) => _values = values;

    /// <summary>Takes counts as they are.</summary>
    /// <param name="correct">N-grams of the hypothesis found in a reference, by order from 1.</param>
    /// <param name="total">N-grams of the hypothesis, by order from 1.</param>
    /// <param name="hypothesisLength">Tokens of the hypothesis.</param>
    /// <param name="referenceLength">Tokens of the reference whose length is closest to the hypothesis.</param>
    public NGramStatistics(IReadOnlyList<double> correct, IReadOnlyList<double> total, double hypothesisLength, double referenceLength)
        : this([hypothesisLength, referenceLength, .. correct, .. total, .. new double[correct.Count]])
    {
        if (correct.Count == 0 || correct.Count != total.Count)
            throw new ArgumentException($"expected as many totals as matches, at least one, found {correct.Count} and {total.Count}", nameof(total));
    }

    /// <summary>Longest n-gram counted.</summary>
    public int Order => (_values.Length - 2) / 3;

    public double HypothesisLength => _values[0];

    /// <summary>Sum over segments of the length of the reference that is closest in length; of two equally close the shorter.</summary>
    public double ReferenceLength => _values[1];

    /// <summary>Matches by order from 1: each n-gram counts at most as often as in the reference that has most of it.</summary>
    public ReadOnlySpan<double> Correct => _values.AsSpan(2, Order);

    /// <summary>N-grams of the hypotheses by order from 1.</summary>
    public ReadOnlySpan<double> Total => _values.AsSpan(2 + Order, Order);

    /// <summary>Segments, by order, whose hypothesis is too short to have an n-gram of that order; NLTK counts each as one miss.</summary>
    public ReadOnlySpan<double> TooShort => _values.AsSpan(2 + (2 * Order), Order);

    /// <summary>Counts one segment.</summary>
    /// <param name="hypothesis">Tokens of the system.</param>
    /// <param name="references">Tokens of each reference, at least one.</param>
    /// <param name="order">Longest n-gram.</param>
    public static NGramStatistics Count(IReadOnlyList<string> hypothesis, IReadOnlyList<IReadOnlyList<string>> references, int order)
    {
        if (references.Count == 0)
            throw new ArgumentException("expected at least one reference", nameof(references));
        var values = new double[2 + (3 * order)];
        values[0] = hypothesis.Count;
        values[1] = ClosestLength(hypothesis.Count, references);
        var (words, index) = (new TokenNumbers(), new NGramIndex(order));
        var grams = index.Add(words.Of(hypothesis));
        var allowed = Highest(index, references.Select(words.Of));
        for (var n = 0; n < order; n++)
        {
            foreach (var gram in grams[n])
                values[2 + n] += allowed[gram]-- > 0 ? 1 : 0;
            values[2 + order + n] = grams[n].Length;
            values[2 + (2 * order) + n] = grams[n].Length == 0 ? 1 : 0;
        }

        return new(values);
    }

    /// <summary>Adds segments up.</summary>
    public static NGramStatistics Sum(IEnumerable<NGramStatistics> segments)
    {
        double[]? sum = null;
        foreach (var segment in segments)
        {
            sum ??= new double[segment._values.Length];
            for (var index = 0; index < sum.Length; index++)
                sum[index] += segment._values[index];
        }

        return new(sum ?? throw new ArgumentException("expected at least one segment", nameof(segments)));
    }

    /// <summary>All counts as numbers that may be summed, as <see cref="PairedBootstrap"/> wants them.</summary>
    public double[] ToArray() => [.. _values];

    /// <summary>The statistics behind summed numbers of <see cref="ToArray"/>.</summary>
    public static NGramStatistics FromArray(double[] values) => values.Length >= 5 && values.Length % 3 == 2
        ? new([.. values])
        : throw new ArgumentException($"expected two lengths and three counts for each order, found {values.Length} numbers", nameof(values));

    private static int ClosestLength(int length, IReadOnlyList<IReadOnlyList<string>> references) =>
        references.Select(reference => reference.Count).MinBy(count => (Math.Abs(count - length), count));

    private static int[] Highest(NGramIndex index, IEnumerable<int[]> references)
    {
        int[][][] texts = [.. references.Select(reference => index.Add(reference))];
        var highest = new int[index.Count];
        foreach (var counts in texts.Select(index.Occurrences))
            for (var gram = 0; gram < highest.Length; gram++)
                highest[gram] = Math.Max(highest[gram], counts[gram]);
        return highest;
    }
}
