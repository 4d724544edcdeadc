using System.Text;

namespace Fusion.Reference.Metrics;

/// <summary>chrF (Popović 2015) and chrF++ (Popović 2017): F-score of character n-grams, and of word n-grams if asked for; between 0 and 100.</summary>
internal static class Chrf
{
    private const double Epsilon = 1e-16;

    /// <summary>Scores a corpus: counts are summed over segments, of each segment those of the reference that scores best.</summary>
    /// <param name="hypotheses">One segment per line of the system.</param>
    /// <param name="references">One or more sets of references, each with as many lines.</param>
    /// <param name="options">Settings; chrF with beta 2 by default.</param>
    public static double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, ChrfOptions? options = null)
    {
        var sum = Array.Empty<double>();
        foreach (var segment in Segments(hypotheses, references, options))
        {
            if (sum.Length == 0)
                sum = new double[segment.Length];
            for (var index = 0; index < sum.Length; index++)
                sum[index] += segment[index];
        }

        return Score(sum, options);
    }

    /// <summary>Scores one segment.</summary>
    public static double Sentence(string hypothesis, IReadOnlyList<string> references, ChrfOptions? options = null) =>
        Score(Segment(hypothesis, references, options ?? new ChrfOptions()), options);

    /// <summary>For each segment three counts per order (n-grams of the hypothesis, of the reference, matches): characters first, then words.</summary>
    public static IEnumerable<double[]> Segments(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, ChrfOptions? options = null)
    {
        options ??= new ChrfOptions();
        options.Validate();
        ReferenceSets.Check(hypotheses.Count, references);
        return hypotheses.Select((hypothesis, line) => Segment(hypothesis, ReferenceSets.Of(references, line), options));
    }

    /// <summary>The score of counts, of one segment or summed.</summary>
    public static double Score(double[] counts, ChrfOptions? options = null)
    {
        options ??= new ChrfOptions();
        return options.EpsilonSmoothing ? MeanOfF(counts, options.Beta * options.Beta) : FOfMeans(counts, options.Beta * options.Beta);
    }

    private static double[] Segment(string hypothesis, IReadOnlyList<string> references, ChrfOptions options) =>
        references.Select(reference => Counts(hypothesis, reference, options)).MaxBy(counts => Score(counts, options))
            ?? throw new ArgumentException("expected at least one reference", nameof(references));

    private static double[] Counts(string hypothesis, string reference, ChrfOptions options)
    {
        var words = new TokenNumbers();
        return
        [
            .. Counts(Characters(hypothesis, options), Characters(reference, options), options.CharacterOrder),
            .. Counts(words.Of(Words(hypothesis, options)), words.Of(Words(reference, options)), options.WordOrder),
        ];
    }

    private static double[] Counts(int[] hypothesis, int[] reference, int order)
    {
        var index = new NGramIndex(order);
        var grams = index.Add(hypothesis);
        var expected = index.Add(reference);
        var allowed = index.Occurrences(expected);
        var counts = new double[3 * order];
        for (var n = 0; n < order; n++)
        {
            // As in sacreBLEU: an order that the reference is too short for does not count against the hypothesis.
            counts[3 * n] = expected[n].Length == 0 ? 0 : grams[n].Length;
            counts[(3 * n) + 1] = expected[n].Length;
            foreach (var gram in grams[n])
                counts[(3 * n) + 2] += allowed[gram]-- > 0 ? 1 : 0;
        }

        return counts;
    }

    private static int[] Characters(string text, ChrfOptions options)
    {
        text = options.Lowercase ? text.ToLowerInvariant() : text;
        return [.. text.EnumerateRunes().Where(character => options.Whitespace || !Rune.IsWhiteSpace(character)).Select(character => character.Value)];
    }

    private static List<string> Words(string text, ChrfOptions options)
    {
        var words = new List<string>();
        if (options.WordOrder == 0)
            return words;
        text = options.Lowercase ? text.ToLowerInvariant() : text;
        foreach (var word in text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
        {
            // One mark is split off, at the end before one at the start.
            if (word.Length > 1 && IsMark(word[^1]))
                words.AddRange([word[..^1], word[^1..]]);
            else if (word.Length > 1 && IsMark(word[0]))
                words.AddRange([word[..1], word[1..]]);
            else
                words.Add(word);
        }

        return words;
    }

    private static bool IsMark(char letter) => letter < 128 && (char.IsPunctuation(letter) || char.IsSymbol(letter));

    private static double MeanOfF(double[] counts, double factor)
    {
        var sum = 0.0;
        for (var start = 0; start < counts.Length; start += 3)
        {
            var precision = counts[start] > 0 ? counts[start + 2] / counts[start] : Epsilon;
            var recall = counts[start + 1] > 0 ? counts[start + 2] / counts[start + 1] : Epsilon;
            var denominator = (factor * precision) + recall;
            sum += denominator > 0 ? (1 + factor) * precision * recall / denominator : Epsilon;
        }

        return 100 * sum / (counts.Length / 3);
    }

    private static double FOfMeans(double[] counts, double factor)
    {
        var (precision, recall, orders) = (0.0, 0.0, 0);
        for (var start = 0; start < counts.Length; start += 3)
        {
            if (counts[start] == 0 || counts[start + 1] == 0)
                continue;
            precision += counts[start + 2] / counts[start];
            recall += counts[start + 2] / counts[start + 1];
            orders++;
        }

        // No match: all 0, and so is the score.
        return precision == 0 ? 0 : 100 * (1 + factor) * precision * recall / orders / ((factor * precision) + recall);
    }
}
