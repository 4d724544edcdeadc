using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the number of modalities, each 8 wide, 32 rows: the layers' cost grows with the number, that of tensor fusion with the product.</summary>
public class ModalityBenchmarks
{
    private TrainedFusion? _fusion;

    // Last, so that a tensor fusion that does not fit, and says how many bytes it would take, stands beside the others.
    [Params("autofusion", "ganfusion", "lmf", "tfn")]
    public string Fusion { get; set; } = "";

    [Params(2, 3, 4, 5, 6, 7, 8)]
    public int Modalities { get; set; }

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

    private TrainedFusion New(string fusion) => new(fusion, new LayerShape([.. Enumerable.Repeat(8L, Modalities)], 8), 32);
}
