namespace Fusion.Reference.Metrics;

/// <summary>What was done to text before METEOR saw it, for signatures.</summary>
internal enum MeteorText
{
    /// <summary>Nothing: it was tokenised and lower-cased by whoever made it.</summary>
    Given,

    Lowercased,

    /// <summary>Lower-cased, its punctuation made plain, and split as Moses splits words, without entities.</summary>
    Normalized,
}
