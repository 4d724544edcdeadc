namespace Fusion.Reference.Metrics;

/// <summary>Holm's step-down correction for several comparisons.</summary>
internal static class Holm
{
    /// <summary>Adjusted p-values, in the order given: comparing them with 0.05 bounds the chance of any false finding by 0.05.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var reached = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]).Index())
        {
            if (!(pValues[index] is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(pValues), pValues[index], "expected a p-value between 0 and 1");
            // A larger p-value may not end up with a smaller adjusted one.
            reached = Math.Max(reached, Math.Min(1, (pValues.Count - rank) * pValues[index]));
            adjusted[index] = reached;
        }

        return adjusted;
    }
}
