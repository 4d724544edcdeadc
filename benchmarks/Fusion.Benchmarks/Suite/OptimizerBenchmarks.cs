using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>A step of Adam over tensors of one size. The baseline is TorchSharp's own.</summary>
public class OptimizerBenchmarks
{
    private Linear[] _layers = [];
    private optim.Optimizer? _theirs;
    private Reference.Training.Adam? _ours;

    [Params(8, 64)]
    public int Tensors { get; set; }

    [Params(64, 16_384, 262_144)]
    public int Values { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        _layers = [.. Enumerable.Range(0, Tensors).Select(_ => nn.Linear(Values, 1, hasBias: false))];
        foreach (var layer in _layers)
            layer.weight!.sum().backward();
        _theirs = optim.Adam(_layers.SelectMany(layer => layer.parameters()), 1e-3);
        _ours = new(_layers.Select((layer, index) => ($"{index}", layer.weight!)), 1e-3);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _theirs?.Dispose();
        _ours?.Dispose();
        foreach (var layer in _layers)
            layer.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void TorchSharpStep()
    {
        using var scope = NewDisposeScope();
        _ = _theirs!.step();
    }

    [Benchmark]
    public void OurStep() => _ours!.Step();
}
