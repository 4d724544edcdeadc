using Fusion.Benchmarks.Layers;

namespace Fusion.Benchmarks.Compare;

/// <summary>All rows of the comparison, in their order.</summary>
internal static class CompareCases
{
    public static IEnumerable<ICompareCase> All => [.. LayerCases.All];
}
