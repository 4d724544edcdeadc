namespace Fusion.Reference.Data.Formats;

/// <summary>What the features of one item are.</summary>
internal enum FeatureKind
{
    /// <summary>One vector (D).</summary>
    Vector,

    /// <summary>The same number of frames for every item (T, D).</summary>
    Segments,

    /// <summary>As many frames as the item is long (T_i, D).</summary>
    Frames,
}
