namespace Fusion.Reference.Experiments;

/// <summary>How much a reproduction runs.</summary>
internal enum Profile
{
    /// <summary>One seed and few epochs: shows that every part works. Default on synthetic data.</summary>
    Smoke,

    /// <summary>One split of the real data. Default with <c>--data</c>.</summary>
    Quick,

    /// <summary>Every fold of the data set.</summary>
    Full,
}
