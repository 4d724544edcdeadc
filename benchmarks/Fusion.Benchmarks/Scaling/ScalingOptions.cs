using Fusion.Benchmarks.Compare;

namespace Fusion.Benchmarks.Scaling;

/// <summary>What <c>scaling</c> was asked for.</summary>
internal sealed record ScalingOptions
{
    /// <summary>Fewer points and short readings.</summary>
    public bool Quick { get; init; }

    /// <summary>What is timed.</summary>
    public Clock Clock { get; init; }

    /// <summary>A part of the names of the curves to run; null: all.</summary>
    public string? Filter { get; init; }

    /// <summary>Where the tables go; null: nowhere.</summary>
    public string? Markdown { get; init; }

    /// <summary>Where the plot goes; null: nowhere.</summary>
    public string? Plot { get; init; }

    /// <summary>How often and how long each point is read.</summary>
    public Effort Effort => Quick ? new(5, 8, 30) : new(9, 25, 150);
}
