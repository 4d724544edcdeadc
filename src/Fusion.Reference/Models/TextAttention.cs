namespace Fusion.Reference.Models;

/// <summary>How the text learner attends to the states of the single words (Luong, Pham and Manning, 2015).</summary>
internal enum TextAttention
{
    /// <summary>Not at all: the final state stands for the text.</summary>
    None,

    /// <summary>Scores are products of the final state with each word's state.</summary>
    Dot,

    /// <summary>As <see cref="Dot"/>, with a learned matrix between the two.</summary>
    General,
}
