using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fusion.Reference.Reports.Plots;

/// <summary>Quality against cost: one labelled point per model, the cost on a logarithmic axis.</summary>
internal static class CostQualityPlot
{
    private const int Width = 680;
    private const int LabelSize = 12;

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
        }

        LogarithmicAxis(plot, points);
        // Room for the labels, which stand beside their points.
        plot.Axes.Margins(0.16, 0.14);
        plot.Axes.AutoScale();
        PlaceLabels(plot, points);
        return PlotStyle.Png([(plot, Width)], PlotStyle.PanelHeight, notice);
    }

    private static void LogarithmicAxis(Plot plot, IReadOnlyList<CostPoint> points)
    {
        var low = points.Min(point => point.Cost) / 3;
        var high = points.Max(point => point.Cost) * 3;
        var ticks = new NumericManual();
        for (var power = (int)Math.Floor(Math.Log10(low)); power <= Math.Ceiling(Math.Log10(high)); power++)
            foreach (var step in (int[])[1, 2, 5])
                if (step * Math.Pow(10, power) is var value && value >= low && value <= high)
                    ticks.AddMajor(Math.Log10(value), Short(value));
        plot.Axes.Bottom.TickGenerator = ticks;
    }

    private static string Short(double value) => value switch
    {
        >= 1e6 => FormattableString.Invariant($"{value / 1e6:0.###}M"),
        >= 1e3 => FormattableString.Invariant($"{value / 1e3:0.###}k"),
        _ => FormattableString.Invariant($"{value:0.######}"),
    };

    // Each label goes to that of eight places around its point where it covers least of the points, bars and earlier labels.
    private static void PlaceLabels(Plot plot, IReadOnlyList<CostPoint> points)
    {
        // A trial drawing without scaling tells where the points will be.
        plot.ScaleFactor = 1;
        plot.RenderInMemory(Width, PlotStyle.PanelHeight);
        var area = plot.LastRender.DataRect;
        var markers = points.Select(point => PixelOf(point, 0)).ToArray();
        var taken = points.Select(point => new PixelRect(
            PixelOf(point, 0).X - 6, PixelOf(point, 0).X + 6, PixelOf(point, -point.Error).Y + 6, PixelOf(point, point.Error).Y - 6)).ToList();
        using var font = new SKFont(PlotFont.Use(), LabelSize);
        foreach (var (index, point) in points.Index())
        {
            var width = font.MeasureText(point.Model) + 4;
            const float height = 1.3f * LabelSize;
            var side = (width / 2) + 8;
            (float X, float Y)[] places = [(side, 0), (-side, 0), (side, -height), (side, height), (-side, -height), (-side, height), (0, -height), (0, height)];
            // Text that is cut off is worse than text across a line.
            var best = places.MinBy(place => (3 * Outside(Box(place))) + taken.Sum(other => Overlap(Box(place), other)));
            taken.Add(Box(best));
            var text = plot.Add.Text(point.Model, Math.Log10(point.Cost), point.Score);
            text.OffsetX = best.X;
            text.OffsetY = best.Y;
            text.LabelStyle.Alignment = Alignment.MiddleCenter;
            text.LabelStyle.FontSize = LabelSize;
            text.LabelStyle.ForeColor = PlotStyle.Ink;

            PixelRect Box((float X, float Y) place) => new(
                markers[index].X + place.X - (width / 2), markers[index].X + place.X + (width / 2), markers[index].Y + place.Y + (height / 2), markers[index].Y + place.Y - (height / 2));
        }

        plot.ScaleFactor = PlotStyle.Scale;

        Pixel PixelOf(CostPoint point, double above) => plot.GetPixel(new(Math.Log10(point.Cost), point.Score + above));

        double Outside(PixelRect box) => (box.Width * box.Height) - Overlap(box, area);
    }

    private static double Overlap(PixelRect first, PixelRect second) =>
        Math.Max(0, Math.Min(first.Right, second.Right) - Math.Max(first.Left, second.Left))
        * Math.Max(0, Math.Min(first.Bottom, second.Bottom) - Math.Max(first.Top, second.Top));
}

/// <summary>One model of a <see cref="CostQualityPlot"/>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Cost">Parameters, or milliseconds per step; above 0.</param>
/// <param name="Score">Its score.</param>
/// <param name="Error">Half length of the error bar of the score.</param>
internal sealed record CostPoint(string Model, double Cost, double Score, double Error = 0);
