namespace Fusion.Benchmarks.Compare;

/// <summary>What time is read.</summary>
internal enum Clock
{
    /// <summary>The time that passes.</summary>
    Wall,

    /// <summary>The processor time of the measuring thread: for one thread on a machine that does other things too.</summary>
    Cpu,
}
