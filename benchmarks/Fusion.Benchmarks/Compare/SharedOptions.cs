using System.CommandLine;
using Fusion.Reference;

namespace Fusion.Benchmarks.Compare;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string?> Markdown() => new("--markdown") { Description = "Also write the table of docs/performance.md to this file." };

    public static Option<string?> Filter() => new("--filter") { Description = "Only cases whose names contain this." };

    public static Option<Clock> Clock() => new("--clock") { Description = "wall, or cpu: the processor time of one thread, for a machine that does other things too." };

    public static Option<string> Device() => new("--device") { Description = "Where all sides run: cpu, cuda or cuda:i.", DefaultValueFactory = _ => "cpu" };

    /// <summary>Refuses the processor time of a thread that only launches what a GPU computes.</summary>
    /// <exception cref="UserErrorException">The clock says nothing of that device.</exception>
    public static void RequireClock(Clock clock, string device)
    {
        if (clock == Compare.Clock.Cpu && device != "cpu")
            throw new UserErrorException($"--clock cpu: expected --device cpu, found {device}; it is the time of a thread of the processor");
    }
}
