namespace Fusion.Reference.Reports.Plots;

/// <summary>Where an axis of whole numbers, of epochs say, has its ticks: never between two of them.</summary>
internal static class WholeTicks
{
    private const int Most = 8;

    /// <summary>The ticks from low to high, evenly apart, ascending.</summary>
    /// <param name="low">Left end.</param>
    /// <param name="high">Right end, not below <paramref name="low"/>.</param>
    public static IReadOnlyList<double> Within(double low, double high)
    {
        if (!(high >= low && double.IsFinite(high - low)))
            throw new ArgumentException($"expected two ends, low <= high, found {low} and {high}");
        var step = Steps().First(step => (high - low) / step < Most);
        var first = Math.Ceiling(low / step);
        return [.. Enumerable.Range(0, Math.Max(0, (int)(Math.Floor(high / step) - first) + 1)).Select(index => (first + index) * step)];
    }

    private static IEnumerable<double> Steps()
    {
        for (var decade = 1.0; ; decade *= 10)
            foreach (var factor in new[] { 1, 2, 5 })
                yield return factor * decade;
    }
}
