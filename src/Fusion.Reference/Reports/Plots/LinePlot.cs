using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Fusion.Reference.Reports.Plots;

/// <summary>Lines over a common axis: BLEU against the share of dropped words, say.</summary>
internal static class LinePlot
{
    private const int FewPoints = 12;

    /// <summary>Draws panels side by side, with one legend for all: a series looks the same in every panel that has it.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="notice">A line above them.</param>
    /// <param name="sameScale">Whether the vertical axes show the same range, so that heights compare across panels.</param>
    public static byte[] Draw(IReadOnlyList<LinePanel> panels, string? notice = null, bool sameScale = false)
    {
        if (panels.Count == 0 || panels.Any(panel => panel.Series.Count == 0))
            throw new ArgumentException("expected at least one panel, and at least one series in each", nameof(panels));
        string[] names = [.. panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct()];
        var plots = panels.Select(panel => Draw(panel, names)).ToArray();
        if (sameScale)
            ShareRange(plots);
        if (names.Length > 1)
            PlotStyle.LegendAtRight(plots[^1]);
        // The legend takes its width from the last panel, not from its data.
        var legend = names.Length > 1 ? PlotStyle.LegendWidth(names) : 0;
        var width = panels.Count == 1 ? 560 : 400;
        return PlotStyle.Png([.. plots.Select((plot, index) => (plot, index == plots.Length - 1 ? width + legend : width))], PlotStyle.HeightWithLegend(names.Length), notice);
    }

    private static void ShareRange(IReadOnlyList<Plot> plots)
    {
        foreach (var plot in plots)
            plot.Axes.AutoScale();
        AxisLimits[] limits = [.. plots.Select(plot => plot.Axes.GetLimits())];
        foreach (var plot in plots)
            plot.Axes.SetLimitsY(limits.Min(each => each.Bottom), limits.Max(each => each.Top));
    }

    private static Plot Draw(LinePanel panel, IReadOnlyList<string> names)
    {
        var plot = PlotStyle.NewPlot(panel.Title, panel.XLabel, panel.YLabel);
        foreach (var (index, name) in names.Index())
        {
            // A series of another panel has no points here, and its place in the legend all the same.
            var series = panel.Series.FirstOrDefault(series => series.Name == name) ?? new LineSeries(name, [], []);
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
        double[] places = [.. panel.Series.SelectMany(series => series.X)];
        if (places.Length > 0 && places.All(double.IsInteger))
            WholeAxis(plot, WholeTicks.Within(places.Min(), places.Max()));
        return plot;
    }

    // An epoch has no tenths.
    private static void WholeAxis(Plot plot, IReadOnlyList<double> ticks) =>
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. ticks], [.. ticks.Select(tick => tick.ToString(CultureInfo.InvariantCulture))]);
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
