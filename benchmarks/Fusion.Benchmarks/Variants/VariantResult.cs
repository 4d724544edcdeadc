using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;

namespace Fusion.Benchmarks.Variants;

/// <summary>What one way to train a model costs.</summary>
/// <param name="Case">The model and the way.</param>
/// <param name="Milliseconds">Of one batch with all its updates, the median over rounds.</param>
/// <param name="Ratio">That divided by the first way's, the median over rounds.</param>
internal sealed record VariantResult(string Case, double Milliseconds, double Ratio)
{
    /// <summary>One line of JSON.</summary>
    public string ToJson() => ResultLine.Of(new JsonObject { ["case"] = Case, ["ms"] = ResultLine.Rounded(Milliseconds), ["ratio"] = ResultLine.Rounded(Ratio) });
}
