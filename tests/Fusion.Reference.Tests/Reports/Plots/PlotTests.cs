using Fusion.Reference.Metrics;
using Fusion.Reference.Reports.Plots;
using SkiaSharp;
using Xunit;

namespace Fusion.Reference.Tests.Reports.Plots;

public sealed class PlotTests
{
    public static TheoryData<string> Kinds => [.. Samples.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Samples = new()
    {
        ["training curves"] = SamplePlots.TrainingCurves,
        ["word drop"] = SamplePlots.WordDrop,
        ["confusion matrix"] = SamplePlots.ConfusionMatrix,
        ["latent scatter"] = SamplePlots.LatentScatter,
        ["comparison bars"] = SamplePlots.ComparisonBars,
        ["cost and quality"] = SamplePlots.CostQuality,
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_a_PNG_in_colour_on_white_and_the_same_every_time(string kind)
    {
        var png = Samples[kind]();
        Assert.Equal((byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(png, Samples[kind]());
        using var bitmap = SKBitmap.Decode(png);
        Assert.Equal(SKColors.White, bitmap.GetPixel(0, 0));
        Assert.Equal(SKColors.White, bitmap.GetPixel(bitmap.Width - 1, 0));
        Assert.True(bitmap.Pixels.Distinct().Count() > 50, "the picture is nearly empty");
    }

    [Fact]
    public void The_font_comes_with_the_program() => Assert.Equal(PlotFont.Name, PlotFont.Use().FamilyName);

    [Fact]
    public void A_notice_is_written_below_the_picture()
    {
        using var without = SKBitmap.Decode(Plot(null));
        using var with = SKBitmap.Decode(Plot("SYNTHETIC"));
        Assert.Equal(without.Width, with.Width);
        var footer = Enumerable.Range(without.Height, with.Height - without.Height).SelectMany(y => Enumerable.Range(0, with.Width).Select(x => with.GetPixel(x, y)));
        Assert.Contains(footer, pixel => pixel != SKColors.White);

        static byte[] Plot(string? notice) => LinePlot.Draw([new("", "x", "y", [new("a", [1, 2], [3, 4])])], notice);
    }

    [Fact]
    public void A_full_cell_is_dark_and_rows_run_from_the_top()
    {
        // All of class a was predicted as b, and there is no b: the one full cell is at the top right.
        using var bitmap = SKBitmap.Decode(ConfusionMatrixPlot.Draw("", ConfusionMatrix.FromCells(["a", "b"], [0, 10, 0, 0])));
        var dark = Enumerable.Range(0, bitmap.Width * bitmap.Height)
            .Select(index => (X: index % bitmap.Width, Y: index / bitmap.Width))
            .Where(at => bitmap.GetPixel(at.X, at.Y) is { Red: < 60, Blue: var blue, Red: var red } && blue > red + 60)
            .ToArray();
        Assert.True(dark.Length > 5000, $"{dark.Length} dark pixels");
        Assert.True(dark.Average(at => at.X) > bitmap.Width / 2.0);
        Assert.True(dark.Average(at => at.Y) < bitmap.Height / 2.0);
    }

    [Fact]
    public void Values_that_no_axis_can_show_are_left_out()
    {
        var drawn = LinePlot.Draw([new("", "x", "y", [new("a", [1, 2, 3, 4], [3, double.NaN, double.PositiveInfinity, 4])])]);
        Assert.Equal(LinePlot.Draw([new("", "x", "y", [new("a", [1, 4], [3, 4])])]), drawn);
    }

    [Fact]
    public void A_series_of_one_panel_is_in_the_legend_and_looks_the_same_in_the_others()
    {
        using var bitmap = SKBitmap.Decode(LinePlot.Draw([Panel("a", "b"), Panel("b")]));
        var right = Enumerable.Range(bitmap.Width / 2, bitmap.Width - (bitmap.Width / 2)).SelectMany(x => Enumerable.Range(0, bitmap.Height).Select(y => bitmap.GetPixel(x, y))).CountBy(pixel => pixel).ToDictionary();

        // The last panel has the legend: of "a" its entry alone, of "b" the line as well.
        var (onlyNamed, drawn) = (right.GetValueOrDefault(Color(0)), right.GetValueOrDefault(Color(1)));
        Assert.True(onlyNamed > 0 && drawn > 2 * onlyNamed, $"{onlyNamed} and {drawn} pixels");

        static LinePanel Panel(params string[] names) => new("", "x", "y", [.. names.Select((name, index) => new LineSeries(name, [1, 2], [index, index]))]);
        static SKColor Color(int index) => PlotStyle.ColorOf(index) is var color ? new SKColor(color.Red, color.Green, color.Blue) : default;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(40)]
    public void Legends_of_any_length_are_one_name_below_the_other(int models)
    {
        string[] names = [.. Enumerable.Range(1, models).Select(model => $"a model with a long name {model}")];
        LinePanel[] panels = [new("title", "x", "y", [.. names.Select(name => new LineSeries(name, [1, 2], [3, 4]))])];
        byte[][] drawn =
        [
            LinePlot.Draw(panels), LinePlot.Draw([.. panels, .. panels]), CostQualityPlot.Draw("cost", "F1", [.. names.Select((name, index) => new CostPoint(name, index + 1, 0.5))]),
            LatentScatterPlot.Draw(names, new("before", [(0, 0)], [0]), new("after", [(0, 0)], [0])),
        ];

        Assert.All(drawn, png => Assert.Equal(models, LinesAtRight(png)));
    }

    // Runs of rows with ink in a stretch that only the names of the legend reach.
    private static int LinesAtRight(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        var (left, right) = (bitmap.Width - 250, bitmap.Width - 100);
        bool[] inked = [.. Enumerable.Range(0, bitmap.Height).Select(y => Enumerable.Range(left, right - left).Any(x => bitmap.GetPixel(x, y).Red < 200))];
        return inked.Zip(inked.Skip(1)).Count(pair => !pair.First && pair.Second);
    }

    [Fact]
    public void Series_differ_without_their_markers() => Assert.Equal(32, Enumerable.Range(0, 32).Select(series => (PlotStyle.ColorOf(series), PlotStyle.PatternOf(series))).Distinct().Count());

    [Fact]
    public void A_bar_without_another_beside_it_stands_at_its_name()
    {
        // Of the two halves of the picture that the axis of one model leaves, both have as much of its bar.
        var (paper, ours) = (Middle(PlotStyle.Quoted, new("a", 5, null)), Middle(PlotStyle.ColorOf(0), new("a", null, 5)));
        Assert.Equal(paper, ours, 1.0);
        Assert.True(Middle(PlotStyle.ColorOf(0), new("a", 5, 5)) > ours + 10);

        static double Middle(ScottPlot.Color color, ComparisonBar bar)
        {
            using var bitmap = SKBitmap.Decode(ComparisonBarsPlot.Draw("score", [bar]));
            // Left of where a legend would be.
            return Enumerable.Range(0, bitmap.Height).Where(y => bitmap.GetPixel(bitmap.Width / 3, y) == new SKColor(color.Red, color.Green, color.Blue)).Average();
        }
    }

    [Fact]
    public void Nothing_to_draw_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LinePlot.Draw([]));
        Assert.Throws<ArgumentException>(() => LinePlot.Draw([new("", "x", "y", [])]));
        Assert.Throws<ArgumentException>(() => ComparisonBarsPlot.Draw("BLEU", []));
        Assert.Throws<ArgumentException>(() => CostQualityPlot.Draw("cost", "F1", []));
        Assert.Throws<ArgumentException>(() => CostQualityPlot.Draw("cost", "F1", [new("free", 0, 0.5)]));
        Assert.Throws<ArgumentException>(() => ConfusionMatrixPlot.Draw("", ConfusionMatrix.Count([], [])));
        Assert.Throws<ArgumentException>(() => LatentScatterPlot.Draw(["a"], new("", [(0, 0)], []), new("", [], [])));
    }

    [Fact]
    public void A_model_without_any_score_and_a_single_point_can_be_drawn()
    {
        Assert.NotEmpty(ComparisonBarsPlot.Draw("BLEU", [new("not available", null, null)]));
        Assert.NotEmpty(CostQualityPlot.Draw("cost", "F1", [new("only one", 3, 0.5)]));
        Assert.NotEmpty(LinePlot.Draw([new("", "epoch", "loss", [new("diverged at once", [1], [double.NaN])])]));
    }
}
