using Fusion.Reference.Experiments;
using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class ConfusionBlocksTests
{
    // Three of five a are right, every b is, and there is no c.
    private static readonly ConfusionMatrix Matrix = ConfusionMatrix.FromCells(["a", "b", "c"], [3, 0, 2, 0, 1000, 0, 0, 0, 0]);

    [Fact]
    public void The_counts_are_a_table_too()
    {
        var report = new ReportBuilder("report");

        ConfusionBlocks.Add(report, "plot", [("gan", Matrix)], null);

        Assert.Equal("plot-gan", Assert.Single(Assert.IsType<FiguresBlock>(report.Blocks[0]).Figures).Name);
        var table = Assert.IsType<TableBlock>(Assert.Single(Assert.IsType<DetailsBlock>(report.Blocks[1]).Content)).Table;
        Assert.Equal(["True class", "predicted a", "predicted b", "predicted c", "All"], table.Columns.Select(column => column.Header));
        Assert.Equal(["a 3 0 2 5", "b 0 1,000 0 1,000", "c 0 0 0 0", "all 3 1,000 2 1,005"], table.Rows.Select(row => string.Join(' ', row.Cells.Select(cell => cell.Text))));
    }

    [Fact]
    public void Who_cannot_see_the_picture_hears_what_is_right_and_what_is_not() =>
        Assert.Equal("Confusion matrix of gan: 1003 of 1005 right. a: 3 of 5, 2 taken for c. b: 1000 of 1000. c: 0 of 0.", ConfusionBlocks.Alternative("gan", Matrix));
}
