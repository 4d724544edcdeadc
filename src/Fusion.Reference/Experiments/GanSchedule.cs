namespace Fusion.Reference.Experiments;

/// <summary>How a batch trains GANFusion.</summary>
internal enum GanSchedule
{
    /// <summary>One update of all players (the package's default).</summary>
    Joint,

    /// <summary>The discriminators first, then everything else, with disjoint optimisers (the package's alternating training).</summary>
    Alternating,

    /// <summary>The published program's three passes.</summary>
    ThreeStage,
}
