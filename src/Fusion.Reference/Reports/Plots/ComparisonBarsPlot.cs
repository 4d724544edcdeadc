using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Fusion.Reference.Reports.Plots;

/// <summary>The paper's score beside ours, model by model; lies on its side so that long names stay readable.</summary>
internal static class ComparisonBarsPlot
{
    private const double Thickness = 0.36;

    public static byte[] Draw(string scoreLabel, IReadOnlyList<ComparisonBar> bars, string? notice = null)
    {
        if (bars.Count == 0)
            throw new ArgumentException("expected at least one model", nameof(bars));
        var plot = PlotStyle.NewPlot("", scoreLabel, "");
        // Grey for what is quoted, colour for what was measured here.
        Add("paper", PlotStyle.Quoted, 1, bar => bar.Paper);
        Add("this run", PlotStyle.ColorOf(0), -1, bar => bar.Ours);
        var measured = bars.Index().Where(pair => pair.Item is { Ours: not null, Error: > 0 }).ToArray();
        double[] errors = [.. measured.Select(pair => pair.Item.Error)];
        double[] none = new double[errors.Length];
        plot.Add.Plottable(new ErrorBar(
            [.. measured.Select(pair => pair.Item.Ours!.Value)], [.. measured.Select(pair => At(pair.Index, -1))], errors, errors, none, none)
        {
            Color = PlotStyle.Ink,
            LineWidth = 1.5f,
        });
        plot.Axes.Left.TickGenerator = new NumericManual([.. bars.Select((_, index) => Row(index))], [.. bars.Select(bar => bar.Model)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.SetLimitsY(-0.6, bars.Count - 0.4);
        var highest = bars.Max(bar => Math.Max(bar.Paper ?? 0, (bar.Ours ?? 0) + bar.Error));
        plot.Axes.SetLimitsX(0, highest > 0 ? highest * 1.12 : 1);
        // One series is named by the axis.
        if (bars.Any(bar => bar.Paper is not null) && bars.Any(bar => bar.Ours is not null))
            PlotStyle.LegendAtRight(plot);
        return PlotStyle.Png([(plot, 560 + (6 * bars.Max(bar => bar.Model.Length)))], 90 + (bars.Count * 44), notice);

        double Row(int index) => bars.Count - 1 - index;

        // Two bars of a model stand beside each other, a single one at its name.
        double At(int index, int side) => Row(index) + (bars[index] is { Paper: not null, Ours: not null } ? side * Thickness / 2 : 0);

        void Add(string name, Color color, int side, Func<ComparisonBar, double?> value)
        {
            var drawn = bars.Index()
                .Where(pair => value(pair.Item) is not null)
                .Select(pair => new Bar
                {
                    Position = At(pair.Index, side),
                    Value = value(pair.Item)!.Value,
                    Size = Thickness,
                    LineWidth = 0,
                });
            var plotted = plot.Add.Bars(drawn.ToArray());
            plotted.Horizontal = true;
            plotted.LegendText = name;
            plotted.Color = color;
        }
    }
}

/// <summary>One model of a <see cref="ComparisonBarsPlot"/>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Paper">Score that the paper prints, if any.</param>
/// <param name="Ours">Score of this run, if there is one.</param>
/// <param name="Error">Half length of the error bar of our score.</param>
internal sealed record ComparisonBar(string Model, double? Paper, double? Ours, double Error = 0);
