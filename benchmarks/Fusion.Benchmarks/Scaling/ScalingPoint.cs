using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;

namespace Fusion.Benchmarks.Scaling;

/// <summary>One point of a curve.</summary>
/// <param name="Case">The curve: axis, fusion and what is done.</param>
/// <param name="X">Modalities or tokens.</param>
internal sealed record ScalingPoint(string Case, long X)
{
    /// <summary>Milliseconds of one iteration; null where the point was refused.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Number of trained values; null where the point was refused.</summary>
    public long? Parameters { get; init; }

    /// <summary>Time divided by that of the curve's smallest point, the median over rounds.</summary>
    public double? Ratio { get; init; }

    /// <summary>Bytes that it would take to train, where that is too much; else null.</summary>
    public long? RefusedBytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => ResultLine.Of(new JsonObject
    {
        ["case"] = Case, ["x"] = X, ["ms"] = ResultLine.Rounded(Milliseconds), ["parameters"] = Parameters, ["ratio"] = ResultLine.Rounded(Ratio), ["refused_bytes"] = RefusedBytes,
    });
}
