using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Suite;

/// <summary>Leaves out GANFusion's training of a single row: batch normalisation has no statistics of one, and the layer refuses it.</summary>
internal sealed class SingleRowFilter : IFilter
{
    public bool Predicate(BenchmarkCase benchmarkCase) =>
        !(Value(benchmarkCase, nameof(FusionBenchmarks.Batch)) == "1"
            && nameof(LayerKind.GANFusion).Equals(Value(benchmarkCase, nameof(FusionBenchmarks.Fusion)), StringComparison.OrdinalIgnoreCase)
            && Value(benchmarkCase, nameof(FusionBenchmarks.Pass)) != nameof(Pass.Eval));

    private static string? Value(BenchmarkCase benchmarkCase, string parameter) =>
        benchmarkCase.Parameters.Items.FirstOrDefault(item => item.Name == parameter)?.Value?.ToString();
}
