namespace Fusion.Benchmarks.Compare;

/// <summary>What is said of readings that were taken in rounds.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("expected at least one value, found none", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The mean of ratios: twice and half as fast cancel.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not positive.</exception>
    public static double GeometricMean(IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length == 0 || all.Any(value => !(value > 0)))
            throw new ArgumentException("expected positive values, at least one", nameof(values));
        return Math.Exp(all.Average(Math.Log));
    }

    /// <summary>The median over rounds of one side's reading divided by the other's.</summary>
    public static double Ratio(IEnumerable<double> ours, IEnumerable<double> others) => Median(ours.Zip(others, (mine, other) => mine / other));

    /// <summary>How far two readings of the same thing in the same round usually lie apart: the median of larger over smaller, minus 1.</summary>
    public static double Noise(IEnumerable<double> first, IEnumerable<double> second) => Median(first.Zip(second, (a, b) => Math.Max(a / b, b / a))) - 1;
}
