using ScottPlot;
using ScottPlot.TickGenerators;

namespace Fusion.Reference.Reports.Plots;

/// <summary>Quality against cost: one point per model, the cost on a logarithmic axis.</summary>
internal static class CostQualityPlot
{
    private const int Width = 560;

    public static byte[] Draw(string costLabel, string scoreLabel, IReadOnlyList<CostPoint> points, string? notice = null)
    {
        if (points.Count == 0 || points.Any(point => !(point.Cost > 0)))
            throw new ArgumentException("expected at least one point, and only costs above 0", nameof(points));
        var plot = PlotStyle.NewPlot("", costLabel, scoreLabel);
        foreach (var (index, point) in points.Index())
        {
            if (point.Error > 0)
            {
                var bar = plot.Add.ErrorBar([Math.Log10(point.Cost)], [point.Score], [point.Error]);
                bar.Color = PlotStyle.Muted;
                bar.LineWidth = 1.2f;
            }

            var marker = plot.Add.Marker(Math.Log10(point.Cost), point.Score);
            marker.Shape = PlotStyle.MarkerOf(index);
            marker.Size = 10;
            marker.Color = PlotStyle.ColorOf(index);
            marker.LegendText = point.Model;
        }

        plot.Axes.Margins(0.08, 0.1);
        plot.Axes.AutoScale();
        LogarithmicAxis(plot);
        PlotStyle.LegendAtRight(plot);
        return PlotStyle.Png([(plot, Width + PlotStyle.LegendWidth(points.Select(point => point.Model)))], PlotStyle.HeightWithLegend(points.Count), notice);
    }

    private static void LogarithmicAxis(Plot plot)
    {
        var shown = plot.Axes.GetLimits();
        var ticks = new NumericManual();
        foreach (var value in LogarithmicTicks.Within(Math.Pow(10, shown.Left), Math.Pow(10, shown.Right)))
            ticks.AddMajor(Math.Log10(value), Short(value));
        plot.Axes.Bottom.TickGenerator = ticks;
    }

    private static string Short(double value) => value switch
    {
        >= 1e6 => FormattableString.Invariant($"{value / 1e6:0.######}M"),
        >= 1e3 => FormattableString.Invariant($"{value / 1e3:0.######}k"),
        _ => FormattableString.Invariant($"{value:0.######}"),
    };
}

/// <summary>One model of a <see cref="CostQualityPlot"/>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Cost">Parameters, or milliseconds per step; above 0.</param>
/// <param name="Score">Its score.</param>
/// <param name="Error">Half length of the error bar of the score.</param>
internal sealed record CostPoint(string Model, double Cost, double Score, double Error = 0);
