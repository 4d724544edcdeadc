using Fusion.Reference.Metrics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Fusion.Reference.Reports.Plots;

/// <summary>A confusion matrix as a heat map: colour is the share of the row, text the count and the share.</summary>
internal static class ConfusionMatrixPlot
{
    public static byte[] Draw(string title, ConfusionMatrix matrix, string? notice = null)
    {
        var count = matrix.Classes.Count;
        if (count == 0)
            throw new ArgumentException("expected at least one class", nameof(matrix));
        var shares = new double[count, count];
        for (var truth = 0; truth < count; truth++)
            for (var predicted = 0; predicted < count; predicted++)
                shares[truth, predicted] = matrix.Support(truth) == 0 ? 0 : matrix[truth, predicted] / matrix.Support(truth);

        var plot = PlotStyle.NewPlot(title, "predicted", "true");
        var map = plot.Add.Heatmap(shares);
        // Blues runs from dark to light; reversed, the full cells are the dark ones.
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        map.ManualRange = new(0, 1);
        for (var truth = 0; truth < count; truth++)
            for (var predicted = 0; predicted < count; predicted++)
            {
                var share = shares[truth, predicted];
                var text = plot.Add.Text(FormattableString.Invariant($"{matrix[truth, predicted]:0}\n{share:0%}"), predicted, count - 1 - truth);
                text.LabelStyle.Alignment = Alignment.MiddleCenter;
                text.LabelStyle.FontSize = 12;
                text.LabelStyle.ForeColor = share > 0.5 ? Colors.White : PlotStyle.Ink;
            }

        var positions = Enumerable.Range(0, count).Select(index => (double)index).ToArray();
        plot.Axes.Bottom.TickGenerator = new NumericManual(positions, [.. matrix.Classes]);
        plot.Axes.Left.TickGenerator = new NumericManual(positions, [.. matrix.Classes.Reverse()]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Grid.IsVisible = false;
        plot.Axes.SetLimits(-0.5, count - 0.5, -0.5, count - 0.5);
        var labels = 7 * matrix.Classes.Max(name => name.Length);
        return PlotStyle.Png([(plot, 70 + labels + (count * 68))], 80 + (count * 56), notice);
    }
}
