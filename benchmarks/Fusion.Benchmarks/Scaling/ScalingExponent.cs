using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;

namespace Fusion.Benchmarks.Scaling;

/// <summary>How a curve grows at its far end: the slopes of straight lines through logarithms, by least squares.</summary>
/// <param name="Case">The curve.</param>
/// <param name="From">The smallest x that counts.</param>
/// <param name="Points">Points that count.</param>
/// <param name="Time">Slope of ln(ms) over ln(x): 1 is linear, 2 quadratic; below 1 a fixed cost still shows.</param>
/// <param name="Parameters">Slope of ln(parameters) over ln(x).</param>
internal sealed record ScalingExponent(string Case, long From, int Points, double Time, double Parameters)
{
    private const int Fewest = 3;

    /// <summary>Of the larger half of a curve's points, three at least; null where fewer were measured.</summary>
    /// <param name="curve">All points of a curve, growing.</param>
    public static ScalingExponent? Of(IReadOnlyList<ScalingPoint> curve)
    {
        ScalingPoint[] measured = [.. curve.Where(point => point.Milliseconds is not null)];
        if (measured.Length < Fewest)
            return null;
        ScalingPoint[] far = [.. measured.TakeLast(Math.Max(Fewest, (measured.Length + 1) / 2))];
        return new ScalingExponent(far[0].Case, far[0].X, far.Length, Slope(far, point => point.Milliseconds!.Value), Slope(far, point => point.Parameters!.Value));
    }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => ResultLine.Of(new JsonObject
    {
        ["curve"] = Case, ["from_x"] = From, ["points"] = Points, ["exponent"] = Math.Round(Time, 3), ["parameters_exponent"] = Math.Round(Parameters, 3),
    });

    private static double Slope(IReadOnlyList<ScalingPoint> points, Func<ScalingPoint, double> value)
    {
        double[] x = [.. points.Select(point => Math.Log(point.X))], y = [.. points.Select(point => Math.Log(value(point)))];
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
