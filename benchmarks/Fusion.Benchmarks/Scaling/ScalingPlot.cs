using Fusion.Reference.Reports.Plots;

namespace Fusion.Benchmarks.Scaling;

/// <summary>The curves of training steps, or of evaluations where no step was measured, both axes logarithmic: a power is a straight line, its exponent the slope.</summary>
internal static class ScalingPlot
{
    /// <summary>A PNG image with a panel for each axis.</summary>
    /// <param name="curves">The points of each curve.</param>
    public static byte[] Draw(IReadOnlyList<IReadOnlyList<ScalingPoint>> curves)
    {
        var pass = curves.Any(curve => PassOf(curve) == "step") ? "step" : "eval";
        var drawn = curves.Where(curve => PassOf(curve) == pass).ToArray();
        string[] fusions = [.. drawn.Select(FusionOf).Distinct()];
        return LinePlot.Draw([.. drawn.GroupBy(AxisOf).Select(axis => Panel(axis.Key, pass, [.. fusions.Select(fusion => Series(fusion, axis))]))]);
    }

    private static LinePanel Panel(string axis, string pass, IReadOnlyList<LineSeries> series) => new($"{pass} over {axis}", $"log10 of {axis}", "log10 of milliseconds", series);

    // Every fusion in every panel, with points or without: one legend holds for all.
    private static LineSeries Series(string fusion, IEnumerable<IReadOnlyList<ScalingPoint>> curves)
    {
        ScalingPoint[] measured = [.. curves.Where(curve => FusionOf(curve) == fusion).SelectMany(curve => curve).Where(point => point.Milliseconds is not null)];
        return new LineSeries(fusion, [.. measured.Select(point => Math.Log10(point.X))], [.. measured.Select(point => Math.Log10(point.Milliseconds!.Value))]);
    }

    private static string AxisOf(IReadOnlyList<ScalingPoint> curve) => curve[0].Case.Split('/')[0];

    private static string FusionOf(IReadOnlyList<ScalingPoint> curve) => curve[0].Case.Split('/')[1];

    private static string PassOf(IReadOnlyList<ScalingPoint> curve) => curve[0].Case.Split('/')[^1];
}
