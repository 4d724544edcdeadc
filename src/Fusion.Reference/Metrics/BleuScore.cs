namespace Fusion.Reference.Metrics;

/// <summary>A BLEU and what it was made of; scores and precisions are between 0 and 100.</summary>
internal sealed record BleuScore
{
    public required double Score { get; init; }

    /// <summary>Share of matching n-grams of each order by itself, after smoothing.</summary>
    public required IReadOnlyList<double> Precisions { get; init; }

    /// <summary>BLEU-1, BLEU-2, ...: element n - 1 takes orders 1 to n together. The last one is the score.</summary>
    public required IReadOnlyList<double> Cumulative { get; init; }

    /// <summary>1 where the hypotheses are at least as long as the references.</summary>
    public required double BrevityPenalty { get; init; }

    public required double HypothesisLength { get; init; }

    public required double ReferenceLength { get; init; }
}
