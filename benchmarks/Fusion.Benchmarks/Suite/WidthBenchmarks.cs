using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the width of two modalities, 32 rows, to 100. A tensor fusion of 2048 + 2048 is refused: its weights alone are 1.7 GB.</summary>
public class WidthBenchmarks
{
    private TrainedFusion? _fusion;

    [Params("autofusion", "ganfusion", "concat-matched", "lmf", "tfn")]
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
