namespace Fusion.Reference.Metrics;

/// <summary>One or more sets of references, each with a line for every hypothesis.</summary>
internal static class ReferenceSets
{
    /// <summary>Checks that every set has a line for each of <paramref name="hypotheses"/>, and that there is something to score.</summary>
    public static void Check(int hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (hypotheses == 0)
            throw new ArgumentException("expected at least one hypothesis", nameof(hypotheses));
        if (references.Count == 0)
            throw new ArgumentException("expected at least one set of references", nameof(references));
        foreach (var set in references)
            if (set.Count != hypotheses)
                throw new ArgumentException($"expected {hypotheses} references, one for each hypothesis, found {set.Count}", nameof(references));
    }

    /// <summary>The references of one hypothesis.</summary>
    public static string[] Of(IReadOnlyList<IReadOnlyList<string>> references, int line) => [.. references.Select(set => set[line])];
}
