using ScottPlot;

namespace Fusion.Reference.Reports.Plots;

/// <summary>Lines over a common axis: BLEU against the share of dropped words, say.</summary>
internal static class LinePlot
{
    private const int FewPoints = 12;

    /// <summary>Draws panels side by side, with one legend for all: a series keeps its look by its place in the list.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="notice">A line above them.</param>
    /// <param name="sameScale">Whether the vertical axes show the same range, so that heights compare across panels.</param>
    public static byte[] Draw(IReadOnlyList<LinePanel> panels, string? notice = null, bool sameScale = false)
    {
        if (panels.Count == 0 || panels.Any(panel => panel.Series.Count == 0))
            throw new ArgumentException("expected at least one panel, and at least one series in each", nameof(panels));
        var plots = panels.Select(Draw).ToArray();
        if (sameScale)
            ShareRange(plots);
        if (panels[^1].Series.Count > 1)
            PlotStyle.LegendAtRight(plots[^1]);
        // The legend takes its width from the last panel, not from its data.
        var legend = panels[^1].Series.Count > 1 ? 40 + (7 * panels[^1].Series.Max(series => series.Name.Length)) : 0;
        var width = panels.Count == 1 ? 560 : 400;
        return PlotStyle.Png([.. plots.Select((plot, index) => (plot, index == plots.Length - 1 ? width + legend : width))], PlotStyle.PanelHeight, notice);
    }

    private static void ShareRange(IReadOnlyList<Plot> plots)
    {
        foreach (var plot in plots)
            plot.Axes.AutoScale();
        AxisLimits[] limits = [.. plots.Select(plot => plot.Axes.GetLimits())];
        foreach (var plot in plots)
            plot.Axes.SetLimitsY(limits.Min(each => each.Bottom), limits.Max(each => each.Top));
    }

    private static Plot Draw(LinePanel panel)
    {
        var plot = PlotStyle.NewPlot(panel.Title, panel.XLabel, panel.YLabel);
        foreach (var (index, series) in panel.Series.Index())
        {
            // A diverged run has values that no axis can show.
            int[] shown = [.. Enumerable.Range(0, series.Y.Count).Where(point => double.IsFinite(series.Y[point]))];
            double[] x = [.. shown.Select(point => series.X[point])];
            double[] y = [.. shown.Select(point => series.Y[point])];
            var line = plot.Add.Scatter(x, y, PlotStyle.ColorOf(index));
            line.LineWidth = 2;
            line.LinePattern = PlotStyle.PatternOf(index);
            line.LegendText = series.Name;
            line.MarkerShape = PlotStyle.MarkerOf(index);
            line.MarkerSize = x.Length <= FewPoints ? 7 : 0;
            if (series.Error is { } error)
            {
                var bars = plot.Add.ErrorBar(x, y, [.. shown.Select(point => error[point])]);
                bars.Color = PlotStyle.ColorOf(index);
                bars.LineWidth = 1.5f;
            }
        }

        plot.Axes.Margins(0.04, 0.08);
        return plot;
    }
}

/// <summary>One panel of a <see cref="LinePlot"/>.</summary>
/// <param name="Title">Heading; may be empty.</param>
/// <param name="XLabel">Label of the horizontal axis.</param>
/// <param name="YLabel">Label of the vertical axis.</param>
/// <param name="Series">The lines.</param>
internal sealed record LinePanel(string Title, string XLabel, string YLabel, IReadOnlyList<LineSeries> Series);

/// <summary>One line.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Values; those that are not finite are left out.</param>
/// <param name="Error">Half length of an error bar at each point, if any.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Error = null);
