namespace Fusion.Benchmarks.Compare;

/// <summary>What <c>compare</c> was asked for.</summary>
internal sealed record CompareOptions
{
    /// <summary>A few cases and short readings.</summary>
    public bool Quick { get; init; }

    /// <summary>Threads of torch, on both sides.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where all sides run, as <c>--device</c> names it.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>A Python that has torch; null: the first one on the PATH that has.</summary>
    public string? Python { get; init; }

    /// <summary>Where the table goes; null: nowhere.</summary>
    public string? Markdown { get; init; }

    /// <summary>A part of the names of the cases to run; null: all.</summary>
    public string? Filter { get; init; }

    /// <summary>What is timed.</summary>
    public Clock Clock { get; init; }

    /// <summary>How often and how long each side is read.</summary>
    public Effort Effort => Quick ? Effort.Quick : Effort.Full;
}
