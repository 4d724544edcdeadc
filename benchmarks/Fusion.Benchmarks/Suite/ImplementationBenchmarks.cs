using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Layers;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>The layers against the same libtorch calls by raw handles (the baseline) and the same mathematics in plain TorchSharp.</summary>
public class ImplementationBenchmarks
{
    private ILayer? _floor;
    private ILayer? _plain;
    private ILayer? _ours;

    [Params("AutoFusion", "GANFusion")]
    public string Layer { get; set; } = "";

    [Params(2, 32, 256)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        var inputs = LayerModules.Inputs(LayerShape.Small, [Batch]);
        var sides = new LayerSides(Enum.Parse<LayerKind>(Layer), LayerShape.Small, inputs, training: true, LayerModules.NoiseStd);
        (_floor, _plain, _ours) = (sides.Floor(), sides.Plain(), sides.Ours());
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var layer in new[] { _floor, _plain, _ours })
            layer?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void FloorStep() => _floor!.Step();

    [Benchmark]
    public void PlainStep() => _plain!.Step();

    [Benchmark]
    public void OurStep() => _ours!.Step();
}
