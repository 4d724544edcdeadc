using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Memory;
using Fusion.Benchmarks.Scaling;
using Fusion.Benchmarks.Schedules;
using Fusion.Benchmarks.Suite;
using Fusion.Benchmarks.Training;

namespace Fusion.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal static class BenchmarkCommands
{
    public const string Name = "Fusion.Benchmarks";

    public static RootCommand Create() => new("Measures Fusion.Layers and the reference program against PyTorch and against libtorch itself.")
    {
        CompareCommand.Create(),
        DecodeCommand.Create(),
        LossesCommand.Create(),
        MemoryCommand.Create(),
        ScalingCommand.Create(),
        SchedulesCommand.Create(),
        SuiteCommand.Create(),
    };
}
