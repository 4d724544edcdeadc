namespace Fusion.Reference.Text;

/// <summary>How the two sides of a parallel text become numbers.</summary>
internal sealed record TextOptions
{
    public TextForm Form { get; init; } = TextForm.Tokenized;

    /// <summary>Two-letter code of the source language.</summary>
    public string Source { get; init; } = "en";

    /// <summary>Two-letter code of the target language.</summary>
    public string Target { get; init; } = "fr";

    /// <summary>Whether a raw line's tokens are written with Moses' entities, as in the published En-Fr files.</summary>
    public bool Escape { get; init; } = true;

    /// <summary>Merges of byte-pair encoding; 0 keeps whole words.</summary>
    public int Merges { get; init; } = 10_000;

    /// <summary>Whether the merges are learned on both sides together.</summary>
    public bool JointMerges { get; init; } = true;

    /// <summary>Probability that a merge is left out when training lines are segmented anew; above 0 the vocabularies have every piece that can come out then.</summary>
    public double MergeDropout { get; init; }

    /// <summary>Pieces that occur less often on a side of the training text are split further; 0 keeps all.</summary>
    public int PieceThreshold { get; init; }

    /// <summary>Whether both sides share one vocabulary.</summary>
    public bool JointVocabulary { get; init; }

    /// <summary>Rarer words or pieces are unknown.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Words of a training line behind this many are not counted.</summary>
    public int MaxWords { get; init; } = int.MaxValue;
}
