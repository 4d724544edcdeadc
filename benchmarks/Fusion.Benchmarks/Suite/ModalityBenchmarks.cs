using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the number of modalities, each 8 wide, 32 rows: the layers' cost grows with the number, that of tensor fusion with the product.</summary>
public class ModalityBenchmarks
{
    private TrainedFusion? _fusion;

    // Last, so that a tensor fusion that does not fit, and says how many bytes it would take, stands beside the others.
    [Params("autofusion", "ganfusion", "concat-matched", "lmf", "tfn")]
    public string Fusion { get; set; } = "";

    [Params(2, 3, 4, 5, 6, 7, 8)]
    public int Modalities { get; set; }

    [GlobalSetup]
    public void SetUp() => _fusion = new TrainedFusion(Fusion, new LayerShape([.. Enumerable.Repeat(8L, Modalities)], 8), 32);

    [GlobalCleanup]
    public void CleanUp() => _fusion?.Dispose();

    [Benchmark]
    public void Step() => _fusion!.Step();
}
