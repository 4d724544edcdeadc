using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the width of two modalities, 32 rows, to 100. Tensor fusion has no row of 2048: its weights alone would be 1.7 GB.</summary>
public class WidthBenchmarks
{
    private TrainedFusion? _fusion;

    [Params("autofusion", "ganfusion", "concat-matched", "lmf")]
    public string Fusion { get; set; } = "";

    [Params(64, 256, 1024, 2048)]
    public int Width { get; set; }

    [GlobalSetup]
    public void SetUp() => _fusion = new TrainedFusion(Fusion, new LayerShape([Width, Width], 100), 32);

    [GlobalCleanup]
    public void CleanUp() => _fusion?.Dispose();

    [Benchmark]
    public void Step() => _fusion!.Step();
}
