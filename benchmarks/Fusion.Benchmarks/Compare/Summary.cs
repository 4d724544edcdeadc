using static System.FormattableString;

namespace Fusion.Benchmarks.Compare;

/// <summary>The figures of a comparison as a whole.</summary>
internal static class Summary
{
    /// <summary>Geometric means, and the cases in which PyTorch is faster by more than its own noise.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<CaseResult> results)
    {
        foreach (var (name, ratio) in new (string, Func<CaseResult, double?>)[]
        {
            ("PyTorch", result => result.Ratio), ("the native floor", result => result.FloorRatio), ("plain TorchSharp", result => result.PlainRatio),
        })
        {
            var ratios = results.Select(ratio).OfType<double>().ToArray();
            if (ratios.Length > 0)
                yield return Invariant($"geometric mean of ours / {name}: {Statistics.GeometricMean(ratios):0.000} over {ratios.Length} case(s)");
        }

        foreach (var slower in results.Where(result => result.Ratio > 1 + result.PeerNoise))
            yield return Invariant($"slower than PyTorch beyond its noise: {slower.Name}, {slower.Ratio:0.000} with a noise of {slower.PeerNoise:0.000}");
    }
}
