using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>Layers and baselines over the size of the batch, 256 + 50 values to 50. The baseline is the concatenation with as many parameters as AutoFusion.</summary>
public class FusionBenchmarks
{
    private TrainedFusion? _fusion;
    private TrainedFusion? _matched;

    [Params("autofusion", "ganfusion", "concat", "tfn", "lmf")]
    public string Fusion { get; set; } = "";

    // From 2: GANFusion normalises by the batch; compare has batch 1.
    [Params(2, 8, 32, 256, 4096)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _fusion = new TrainedFusion(Fusion, LayerShape.Small, Batch);
        _matched = new TrainedFusion("concat-matched", LayerShape.Small, Batch);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _fusion?.Dispose();
        _matched?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void MatchedConcatStep() => _matched!.Step();

    [Benchmark]
    public void Step() => _fusion!.Step();

    [Benchmark]
    public void Forward() => _fusion!.Forward();

    [Benchmark]
    public void Eval() => _fusion!.Eval();
}
