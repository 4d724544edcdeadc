using Fusion.Reference.Data;

namespace Fusion.Reference.Metrics;

/// <summary>
/// Paired bootstrap of the difference of a score between two systems that were scored on the same items.
/// Whole groups (dialogues, sentences) are drawn with replacement, the same ones for both systems.
/// </summary>
internal static class PairedBootstrap
{
    public const int DefaultResamples = 9999;

    /// <summary>Compares two systems by a score of summed statistics, such as n-gram counts or the cells of a confusion matrix.</summary>
    /// <param name="first">Per group, the statistics of the first system.</param>
    /// <param name="second">Per group, the statistics of the second system.</param>
    /// <param name="score">Score of statistics summed over groups.</param>
    /// <param name="seed">The same seed draws the same groups, on every machine and version.</param>
    /// <param name="resamples">Number of draws.</param>
    public static BootstrapComparison Compare(
        IReadOnlyList<double[]> first, IReadOnlyList<double[]> second, Func<double[], double> score, ulong seed, int resamples = DefaultResamples)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"expected the same groups for both systems, found {first.Count} and {second.Count}", nameof(second));
        if (first.Count < 2)
            throw new ArgumentException($"expected at least 2 groups to draw from, found {first.Count}", nameof(first));
        // Below 39 draws even the most extreme order statistics do not bound 95 %.
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 39);

        var differences = Resampled(first, second, score, seed, resamples);
        Array.Sort(differences);
        // The k-th smallest and k-th largest: exact under a swap of the systems, which an interpolated quantile is not.
        var tail = ((resamples + 1) / 40) - 1;
        // The two-sided p agrees with the interval; the added 1 keeps it from claiming more than the draws can show.
        var notAbove = differences.Count(value => value <= 0);
        var notBelow = differences.Count(value => value >= 0);
        var p = Math.Min(1, 2.0 * (1 + Math.Min(notAbove, notBelow)) / (resamples + 1));
        int[] once = [.. Enumerable.Repeat(1, first.Count)];
        return new(Score(first, once, score) - Score(second, once, score), differences[tail], differences[resamples - 1 - tail], p);
    }

    /// <summary>The difference in each draw of as many groups as there are.</summary>
    private static double[] Resampled(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second, Func<double[], double> score, ulong seed, int resamples)
    {
        var random = new SeededRandom(seed);
        var differences = new double[resamples];
        var times = new int[first.Count];
        for (var draw = 0; draw < resamples; draw++)
        {
            Array.Clear(times);
            for (var pick = 0; pick < times.Length; pick++)
                times[random.Below(times.Length)]++;
            differences[draw] = Score(first, times, score) - Score(second, times, score);
        }

        return differences;
    }

    private static double Score(IReadOnlyList<double[]> groups, int[] times, Func<double[], double> score)
    {
        var sum = new double[groups[0].Length];
        for (var group = 0; group < times.Length; group++)
            for (var index = 0; times[group] > 0 && index < sum.Length; index++)
                sum[index] += times[group] * groups[group][index];
        var value = score(sum);
        return double.IsFinite(value) ? value : throw new ArgumentException("the score of a resample is not a finite number", nameof(score));
    }
}

/// <summary>What a paired bootstrap says about two systems.</summary>
/// <param name="Difference">Score of the first system minus score of the second, on the items as they are.</param>
/// <param name="Low">Lower end of the 95 % percentile interval of the difference.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="PValue">Two-sided; about 0.05 where an end of the interval is 0.</param>
internal readonly record struct BootstrapComparison(double Difference, double Low, double High, double PValue);
