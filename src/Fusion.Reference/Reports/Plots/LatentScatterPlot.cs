namespace Fusion.Reference.Reports.Plots;

/// <summary>Latent vectors in two dimensions, before and after fusion, coloured by class (the paper's Figure 4).</summary>
internal static class LatentScatterPlot
{
    private const int PanelWidth = 380;

    public static byte[] Draw(IReadOnlyList<string> classes, LatentPanel before, LatentPanel after, string? notice = null)
    {
        var left = Draw(classes, before);
        var right = Draw(classes, after);
        PlotStyle.LegendAtRight(right);
        return PlotStyle.Png([(left, PanelWidth), (right, PanelWidth + PlotStyle.LegendWidth(classes))], PlotStyle.HeightWithLegend(classes.Count), notice);
    }

    private static ScottPlot.Plot Draw(IReadOnlyList<string> classes, LatentPanel panel)
    {
        if (panel.Points.Count != panel.Classes.Count)
            throw new ArgumentException($"expected one class per point, found {panel.Classes.Count} for {panel.Points.Count}", nameof(panel));
        var plot = PlotStyle.NewPlot(panel.Title, panel.XLabel, panel.YLabel);
        foreach (var (index, name) in classes.Index())
        {
            var own = panel.Points.Where((_, point) => panel.Classes[point] == index).ToArray();
            var points = plot.Add.ScatterPoints(own.Select(point => point.X).ToArray(), own.Select(point => point.Y).ToArray());
            points.LegendText = name;
            points.MarkerShape = PlotStyle.MarkerOf(index);
            points.MarkerSize = 6;
            // Where points lie on each other, the density shows.
            points.Color = PlotStyle.ColorOf(index).WithAlpha(0.6);
        }

        plot.Axes.Margins(0.06, 0.06);
        return plot;
    }
}

/// <summary>One side of a <see cref="LatentScatterPlot"/>.</summary>
/// <param name="Title">Heading, such as "before fusion".</param>
/// <param name="Points">One point per item.</param>
/// <param name="Classes">Index of the class of each item.</param>
/// <param name="XLabel">Label of the horizontal axis.</param>
/// <param name="YLabel">Label of the vertical axis.</param>
internal sealed record LatentPanel(
    string Title, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<int> Classes, string XLabel = "first component", string YLabel = "second component");
