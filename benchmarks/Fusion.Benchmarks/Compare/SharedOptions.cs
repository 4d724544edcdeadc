using System.CommandLine;

namespace Fusion.Benchmarks.Compare;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string?> Markdown() => new("--markdown") { Description = "Also write the table of docs/performance.md to this file." };

    public static Option<string?> Filter() => new("--filter") { Description = "Only cases whose names contain this." };

    public static Option<Clock> Clock() => new("--clock") { Description = "wall, or cpu: the processor time of one thread, for a machine that does other things too." };
}
