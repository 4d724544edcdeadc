using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>Layers and baselines over the size of the batch and what is done, 256 + 50 values to 50. The baseline is the concatenation with as many parameters as AutoFusion.</summary>
public class FusionBenchmarks
{
    private TrainedFusion? _fusion;
    private TrainedFusion? _matched;
    private Action _run = () => { };
    private Action _runMatched = () => { };

    [Params("autofusion", "ganfusion", "concat", "tfn", "lmf")]
    public string Fusion { get; set; } = "";

    [Params(1, 8, 32, 256, 4096)]
    public int Batch { get; set; }

    [Params(nameof(Layers.Pass.Eval), nameof(Layers.Pass.Forward), nameof(Layers.Pass.Backward), nameof(Layers.Pass.Step))]
    public string Pass { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        (_fusion, _matched) = (new TrainedFusion(Fusion, LayerShape.Small, Batch), new TrainedFusion("concat-matched", LayerShape.Small, Batch));
        var pass = Enum.Parse<Pass>(Pass);
        (_run, _runMatched) = (_fusion.Of(pass), _matched.Of(pass));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _fusion?.Dispose();
        _matched?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void MatchedConcat() => _runMatched();

    [Benchmark]
    public void Fused() => _run();
}
