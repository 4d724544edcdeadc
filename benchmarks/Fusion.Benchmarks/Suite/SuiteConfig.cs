using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Fusion.Benchmarks.Suite;

/// <summary>How the suite measures: in this process, whose native library is loaded already, with managed and native memory.</summary>
internal sealed class SuiteConfig : ManualConfig
{
    /// <param name="ownJob">Whether to measure with the suite's own job; false: with the one that the command line names.</param>
    public SuiteConfig(bool ownJob)
    {
        if (ownJob)
            AddJob(Job.Default.WithWarmupCount(3).WithIterationCount(10).AsDefault());
        // Whatever the job: in this process.
        AddJob(new Job().WithToolchain(InProcessEmitToolchain.Instance).AsMutator());
        AddDiagnoser(MemoryDiagnoser.Default, new ResidentMemoryDiagnoser());
        AddFilter(new SingleRowFilter());
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
    }
}
