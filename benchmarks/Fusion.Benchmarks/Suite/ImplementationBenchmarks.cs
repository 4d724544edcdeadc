using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>The layers against the same libtorch calls by raw handles (the baseline) and the same mathematics in plain TorchSharp.</summary>
public class ImplementationBenchmarks
{
    private ILayer[] _layers = [];
    private Action[] _runs = [];

    [Params(nameof(LayerKind.AutoFusion), nameof(LayerKind.GANFusion))]
    public string Fusion { get; set; } = "";

    [Params(1, 8, 32, 256, 4096)]
    public int Batch { get; set; }

    [Params(nameof(Layers.Pass.Eval), nameof(Layers.Pass.Forward), nameof(Layers.Pass.Backward), nameof(Layers.Pass.Step))]
    public string Pass { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        var pass = Enum.Parse<Pass>(Pass);
        var inputs = LayerModules.Inputs(LayerShape.Small, [Batch]);
        var sides = new LayerSides(Enum.Parse<LayerKind>(Fusion), LayerShape.Small, inputs, training: pass != Layers.Pass.Eval, LayerModules.NoiseStd);
        _layers = [sides.Floor(), sides.Plain(), sides.Ours()];
        _runs = [.. _layers.Select(layer => layer.Of(pass))];
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var layer in _layers)
            layer.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Floor() => _runs[0]();

    [Benchmark]
    public void Plain() => _runs[1]();

    [Benchmark]
    public void Ours() => _runs[2]();
}
