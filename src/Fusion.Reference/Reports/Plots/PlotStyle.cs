using ScottPlot;
using SkiaSharp;

namespace Fusion.Reference.Reports.Plots;

/// <summary>The look that all plots share.</summary>
internal static class PlotStyle
{
    /// <summary>Pixels per unit: sharp on a dense screen and in print.</summary>
    public const int Scale = 2;

    public const int PanelHeight = 360;

    public static readonly Color Ink = Color.FromHex("#1f2328");
    public static readonly Color Muted = Color.FromHex("#59636e");
    public static readonly Color Rule = Color.FromHex("#b7bec6");
    public static readonly Color Quoted = Color.FromHex("#8c959f");
    public static readonly Color Grid = Color.FromHex("#e9ecef");

    private const int NoticeHeight = 22;
    private const int Margin = 14;

    // Okabe and Ito's colours, told apart with any colour vision; their yellow is too pale on white, so a brown stands for it.
    private static readonly Color[] Palette =
        [.. ((string[])["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a4b1e", "#1f2328"]).Select(Color.FromHex)];

    // A second channel besides colour: prints in grey, and series of one colour differ.
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.DenselyDashed, LinePattern.Dotted];

    private static readonly MarkerShape[] Markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.Cross, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.Eks];

    public static Color ColorOf(int series) => Palette[series % Palette.Length];

    // One further with each round of the palette: 32 series differ in one or the other.
    public static LinePattern PatternOf(int series) => Patterns[(series + (series / Palette.Length)) % Patterns.Length];

    public static MarkerShape MarkerOf(int series) => Markers[series % Markers.Length];

    /// <summary>An empty plot with labelled axes.</summary>
    public static Plot NewPlot(string title, string xLabel, string yLabel)
    {
        PlotFont.Use();
        var plot = new Plot { ScaleFactor = Scale };
        plot.Font.Set(PlotFont.Name);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Muted);
        plot.Axes.FrameColor(Rule);
        // No line at the top and right, but a margin: the outermost tick label reaches into it.
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.MinimumSize = Margin;
        plot.Axes.Top.MinimumSize = Margin;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.HideLegend();
        if (title.Length > 0)
        {
            plot.Title(title, size: 14);
            plot.Axes.Title.Label.ForeColor = Ink;
        }

        plot.XLabel(xLabel, size: 13);
        plot.YLabel(yLabel, size: 13);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.Label.Bold = false;
            axis.Label.ForeColor = Ink;
            axis.TickLabelStyle.FontSize = 12;
            axis.MajorTickStyle.Color = Rule;
            axis.MinorTickStyle.Color = Rule;
            axis.MinorTickStyle.Length = 0;
        }

        return plot;
    }

    /// <summary>Writes the names of the series to the right of the data, where they cover nothing.</summary>
    public static void LegendAtRight(Plot plot)
    {
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Legend.FontColor = Ink;
        plot.Legend.FontSize = 12;
        // Long enough to tell the line patterns apart.
        plot.Legend.SymbolWidth = 34;
        plot.Legend.FontName = PlotFont.Name;
        plot.ShowLegend(Edge.Right);
    }

    /// <summary>What a legend with these names takes at the right of a plot.</summary>
    public static int LegendWidth(IEnumerable<string> names) => 40 + (7 * names.Max(name => name.Length));

    /// <summary>Height of a plot whose legend has so many lines: too many for the panel would go on beside each other, past its edge.</summary>
    public static int HeightWithLegend(int lines) => Math.Max(PanelHeight, 120 + (22 * lines));

    /// <summary>Draws panels side by side.</summary>
    /// <param name="panels">The panels and their widths, in units before scaling.</param>
    /// <param name="height">Height of the panels.</param>
    /// <param name="notice">A line below the picture, so that it cannot be mistaken when it stands alone: where the data are synthetic, say.</param>
    public static byte[] Png(IReadOnlyList<(Plot Plot, int Width)> panels, int height, string? notice)
    {
        var width = panels.Sum(panel => panel.Width);
        var footer = notice is null ? 0 : NoticeHeight;
        using var surface = SKSurface.Create(new SKImageInfo(width * Scale, (height + footer) * Scale));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        var left = 0;
        foreach (var (plot, panelWidth) in panels)
        {
            // On its own surface: a plot leaves the canvas scaled, and its rectangle counts from the canvas's corner.
            using var panel = SKSurface.Create(new SKImageInfo(panelWidth * Scale, height * Scale));
            plot.Render(panel.Canvas, panelWidth * Scale, height * Scale);
            canvas.DrawSurface(panel, left * Scale, 0);
            left += panelWidth;
        }

        if (notice is not null)
        {
            using var font = new SKFont(PlotFont.Use(), 11 * Scale);
            using var paint = new SKPaint { Color = new SKColor(Muted.Red, Muted.Green, Muted.Blue), IsAntialias = true };
            canvas.DrawText(notice, (width - 10) * Scale, (height + 14) * Scale, SKTextAlign.Right, font, paint);
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
