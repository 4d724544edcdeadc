namespace Fusion.Reference.Reports.Plots;

/// <summary>Where a logarithmic axis has its ticks: at round numbers, three at least however little of the axis is shown.</summary>
internal static class LogarithmicTicks
{
    private const int Fewest = 3;

    /// <summary>The ticks from low to high, ascending.</summary>
    /// <param name="low">Left end, above 0.</param>
    /// <param name="high">Right end, above <paramref name="low"/>.</param>
    public static IReadOnlyList<double> Within(double low, double high)
    {
        if (!(low > 0 && high > low && double.IsFinite(high)))
            throw new ArgumentException($"expected 0 < low < high, found {low} and {high}");
        var decades = Multiples(low, high, [1]);
        var thirds = Multiples(low, high, [1, 2, 5]);
        return decades.Count >= Fewest ? decades : thirds.Count >= Fewest ? thirds : Even(low, high);
    }

    private static List<double> Multiples(double low, double high, int[] factors) =>
    [
        .. from power in Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high / low)) + 2)
           from factor in factors
           let value = factor * Math.Pow(10, power)
           where value >= low && value <= high
           select value,
    ];

    // Over less than a decade a logarithmic axis is nearly even.
    private static List<double> Even(double low, double high)
    {
        var widest = (high - low) / (Fewest + 1);
        var decade = Math.Pow(10, Math.Floor(Math.Log10(widest)));
        var step = decade * (widest >= 5 * decade ? 5 : widest >= 2 * decade ? 2 : 1);
        var first = Math.Ceiling(low / step);
        return [.. Enumerable.Range(0, (int)Math.Floor((high / step) - first) + 1).Select(index => (first + index) * step)];
    }
}
