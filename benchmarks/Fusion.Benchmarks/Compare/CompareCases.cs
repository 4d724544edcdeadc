using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Training;

namespace Fusion.Benchmarks.Compare;

/// <summary>All rows of the comparison, in their order.</summary>
internal static class CompareCases
{
    public static IEnumerable<ICompareCase> All => [.. LayerCases.All, .. TrainingProblems.All.Select(problem => new TrainingCase(problem)), UntrainedDecoding.Case];
}
