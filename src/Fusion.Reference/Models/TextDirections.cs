namespace Fusion.Reference.Models;

/// <summary>How the final states of a bidirectional learner, (B, h) each, become one vector.</summary>
internal enum TextDirections
{
    /// <summary>Side by side: 2 h wide.</summary>
    Concat,

    /// <summary>The larger value of each pair: h wide.</summary>
    Max,

    /// <summary>The mean of each pair: h wide.</summary>
    Mean,

    /// <summary>The sum of each pair: h wide.</summary>
    Sum,

    /// <summary>Fused by AutoFusion, h wide, its reconstruction loss added to the fusion loss (section 3.1 of the paper).</summary>
    AutoFusion,
}
