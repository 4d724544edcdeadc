using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Memory;
using Fusion.Benchmarks.Scaling;
using Fusion.Benchmarks.Suite;
using Fusion.Benchmarks.Training;
using Fusion.Benchmarks.Variants;

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
        VariantCommand.Create("schedules", "Time a batch of the classifier and of the translator with GANFusion: jointly, alternating and by the published three stages", ScheduleProblems.All),
        VariantCommand.Create("precisions", "Time a batch of the translator of text, speech and images with each fusion: in float32 and in bfloat16", PrecisionProblems.All),
        SuiteCommand.Create(),
    };
}
