namespace Fusion.Benchmarks.Scaling;

/// <summary>What grows.</summary>
internal enum ScalingAxis
{
    /// <summary>The number of modalities, all of one width.</summary>
    Modalities,

    /// <summary>The length of the sequences of two modalities.</summary>
    Tokens,
}
