using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Crossmodal;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>A training step over the length of 16 sequences, 64 + 32 values to 50: the layers fuse every position, MulT reads one sequence with another.</summary>
public class SequenceBenchmarks
{
    private static readonly LayerShape Shape = new([64, 32], 50);

    private TrainedFusion? _auto;
    private TrainedFusion? _gan;
    private MultimodalTransformer? _transformer;
    private DropoutNoise? _noise;
    private Adam? _adam;
    private IReadOnlyList<Tensor> _inputs = [];

    [Params(10, 30, 100)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_auto, _gan) = (new TrainedFusion("autofusion", Shape, 16, Steps), new TrainedFusion("ganfusion", Shape, 16, Steps));
        _inputs = LayerModules.Inputs(Shape, [16, Steps]);
        _transformer = new MultimodalTransformer(Shape.Modalities, Shape.OutputFeatures, null, _noise = new DropoutNoise());
        _adam = new Adam(_transformer, LayerModules.LearningRate);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var owned in new IDisposable?[] { _auto, _gan, _adam, _transformer, _noise })
            owned?.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void AutoFusionStep() => _auto!.Step();

    [Benchmark]
    public void GANFusionStep() => _gan!.Step();

    [Benchmark]
    public void MultimodalTransformerStep()
    {
        using var scope = NewDisposeScope();
        _transformer!.zero_grad();
        _transformer.call([.. _inputs.Select(input => new PaddedSequence(input))]).mean().backward();
        _adam!.Step();
    }
}
