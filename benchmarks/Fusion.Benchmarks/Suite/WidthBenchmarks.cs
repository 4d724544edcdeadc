using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the width of two modalities, 32 rows, to 100. A tensor fusion of 2048 + 2048 is refused: its weights alone are 1.7 GB.</summary>
public class WidthBenchmarks
{
    private TrainedFusion? _fusion;

    [Params("autofusion", "ganfusion", "lmf", "tfn")]
    public string Fusion { get; set; } = "";

    [Params(64, 256, 1024, 2048)]
    public int Width { get; set; }

    // A setup for each: the baseline is measured too where a tensor fusion does not fit.
    [GlobalSetup(Target = nameof(Step))]
    public void SetUp() => _fusion = New(Fusion);

    [GlobalSetup(Target = nameof(MatchedConcatStep))]
    public void SetUpMatched() => _fusion = New("concat-matched");

    [GlobalCleanup]
    public void CleanUp() => _fusion?.Dispose();

    [Benchmark(Baseline = true)]
    public void MatchedConcatStep() => _fusion!.Step();

    [Benchmark]
    public void Step() => _fusion!.Step();

    private TrainedFusion New(string fusion) => new(fusion, new LayerShape([Width, Width], 100), 32);
}
