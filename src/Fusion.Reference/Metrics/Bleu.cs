namespace Fusion.Reference.Metrics;

/// <summary>BLEU (Papineni et al. 2002) of a corpus or a sentence, in four read-outs of one n-gram statistic.</summary>
internal static class Bleu
{
    // sacreBLEU's logarithm of 0: low enough for a score of 0, and no infinity that could meet a zero.
    private const double LogOfZero = -9999999999;

    private static readonly char[] AsciiBlanks = [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary>Scores a corpus.</summary>
    /// <param name="hypotheses">One segment per line of the system.</param>
    /// <param name="references">One or more sets of references, each with as many lines.</param>
    /// <param name="options">Settings; sacreBLEU's own by default.</param>
    public static BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, BleuOptions? options = null) =>
        Score(NGramStatistics.Sum(Segments(hypotheses, references, options)), options);

    /// <summary>Scores one segment; sacreBLEU's effective order is on by default, without which a short sentence scores 0.</summary>
    public static BleuScore Sentence(string hypothesis, IReadOnlyList<string> references, BleuOptions? options = null)
    {
        options ??= new BleuOptions { EffectiveOrder = true };
        return Score(Segment(hypothesis, references, options), options);
    }

    /// <summary>The statistics of each segment, for sums over any choice of segments.</summary>
    public static IEnumerable<NGramStatistics> Segments(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, BleuOptions? options = null)
    {
        options ??= new BleuOptions();
        ReferenceSets.Check(hypotheses.Count, references);
        return hypotheses.Select((hypothesis, line) => Segment(hypothesis, ReferenceSets.Of(references, line), options));
    }

    /// <summary>The score that statistics stand for.</summary>
    public static BleuScore Score(NGramStatistics statistics, BleuOptions? options = null)
    {
        options ??= new BleuOptions();
        options.Validate();
        return options.Variant == BleuVariant.Coco ? Coco(statistics) : Geometric(statistics, options);
    }

    private static NGramStatistics Segment(string hypothesis, IReadOnlyList<string> references, BleuOptions options) =>
        NGramStatistics.Count(Tokens(hypothesis, options), [.. references.Select(reference => Tokens(reference, options))], options.MaxOrder);

    private static string[] Tokens(string text, BleuOptions options)
    {
        // The multi-bleu script reads bytes: it knows the white space and the capitals of ASCII alone.
        var bytes = options.Variant == BleuVariant.MultiBleu;
        var blanks = bytes ? AsciiBlanks : null;
        text = !options.Lowercase ? text : bytes ? LowerAscii(text) : text.ToLowerInvariant();
        return options.TokenizerUsed.Tokenize(text.TrimEnd(blanks)).Split(blanks, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string LowerAscii(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));

    /// <summary>Brevity penalty times the geometric mean of smoothed precisions: sacreBLEU, multi-bleu and NLTK.</summary>
    private static BleuScore Geometric(NGramStatistics statistics, BleuOptions options)
    {
        var (precisions, orders) = SmoothedPrecisions(statistics, options);
        var penalty = BrevityPenalty(statistics.HypothesisLength, statistics.ReferenceLength);
        var cumulative = new double[precisions.Length];
        var logs = 0.0;
        for (var order = 1; order <= precisions.Length; order++)
        {
            logs += order > orders ? 0 : precisions[order - 1] == 0 ? LogOfZero : Math.Log(precisions[order - 1]);
            cumulative[order - 1] = penalty * Math.Exp(logs / Math.Min(order, orders));
        }

        return Result(statistics, precisions, cumulative, penalty);
    }

    /// <summary>Precisions on 0 to 100, and how many orders count.</summary>
    private static (double[] Precisions, int Orders) SmoothedPrecisions(NGramStatistics statistics, BleuOptions options)
    {
        var precisions = new double[statistics.Order];
        var orders = options.EffectiveOrder ? 1 : statistics.Order;
        if (!statistics.Correct.ContainsAnyExcept(0))
            return (precisions, orders);
        var halved = 1.0;
        for (var order = 1; order <= statistics.Order; order++)
        {
            var added = options.SmoothingUsed == BleuSmoothing.AddK && order > 1 ? options.SmoothingValueUsed : 0;
            var correct = statistics.Correct[order - 1] + added;
            var total = statistics.Total[order - 1] + added + (options.Variant == BleuVariant.Nltk ? statistics.TooShort[order - 1] : 0);
            if (total == 0)
                break;
            if (options.EffectiveOrder)
                orders = order;
            if (correct == 0 && options.SmoothingUsed == BleuSmoothing.Exp)
                correct = 1 / (halved *= 2);
            else if (correct == 0 && options.SmoothingUsed == BleuSmoothing.Floor)
                correct = options.SmoothingValueUsed;
            precisions[order - 1] = 100 * correct / total;
        }

        return (precisions, orders);
    }

    private static double BrevityPenalty(double hypothesis, double reference) =>
        hypothesis >= reference ? 1 : hypothesis > 0 ? Math.Exp(1 - (reference / hypothesis)) : 0;

    /// <summary>coco-caption's read-out, which keeps its two constants visible in the fifteenth digit, and a score above 0 without a match.</summary>
    private static BleuScore Coco(NGramStatistics statistics)
    {
        const double Tiny = 1e-15;
        const double Small = 1e-9;
        var ratio = (statistics.HypothesisLength + Tiny) / (statistics.ReferenceLength + Small);
        var penalty = ratio < 1 ? Math.Exp(1 - (1 / ratio)) : 1;
        var precisions = new double[statistics.Order];
        var cumulative = new double[statistics.Order];
        var product = 1.0;
        for (var order = 1; order <= statistics.Order; order++)
        {
            precisions[order - 1] = 100 * (statistics.Correct[order - 1] + Tiny) / (statistics.Total[order - 1] + Small);
            product *= precisions[order - 1] / 100;
            cumulative[order - 1] = 100 * penalty * Math.Pow(product, 1.0 / order);
        }

        return Result(statistics, precisions, cumulative, penalty);
    }

    private static BleuScore Result(NGramStatistics statistics, double[] precisions, double[] cumulative, double penalty) => new()
    {
        Score = cumulative[^1],
        Precisions = precisions,
        Cumulative = cumulative,
        BrevityPenalty = penalty,
        HypothesisLength = statistics.HypothesisLength,
        ReferenceLength = statistics.ReferenceLength,
    };
}
