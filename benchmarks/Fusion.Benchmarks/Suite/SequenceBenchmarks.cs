using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the length of 16 sequences, 64 + 32 values to 50: the layers fuse every position, MulT reads one sequence with another.</summary>
public class SequenceBenchmarks
{
    private static readonly LayerShape Shape = new([64, 32], 50);

    private TrainedFusion? _auto;
    private TrainedFusion? _gan;
    private TrainedTransformer? _transformer;

    [Params(10, 30, 100)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void SetUp() => (_auto, _gan, _transformer) =
        (new TrainedFusion("autofusion", Shape, 16, Steps), new TrainedFusion("ganfusion", Shape, 16, Steps), new TrainedTransformer(Shape, 16, Steps));

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var owned in new IDisposable?[] { _auto, _gan, _transformer })
            owned?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void AutoFusionStep() => _auto!.Step();

    [Benchmark]
    public void GANFusionStep() => _gan!.Step();

    [Benchmark]
    public void MultimodalTransformerStep() => _transformer!.Step();
}
