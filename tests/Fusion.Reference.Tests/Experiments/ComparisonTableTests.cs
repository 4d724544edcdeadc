using Fusion.Reference.Experiments;
using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class ComparisonTableTests
{
    [Fact]
    public void Pairs_that_were_not_compared_are_named()
    {
        (string, string)[] pairs = [("a", "b"), ("c", "d")];
        ComparisonTable.Comparison first = new("a", "b", "accuracy", default);
        var (some, all) = (new ReportBuilder("some"), new ReportBuilder("all"));

        ComparisonTable.NameLeftOut(some, pairs, [first], "they can be");
        ComparisonTable.NameLeftOut(all, pairs, [first, first with { Fusion = "c", Against = "d" }], "they can be");

        Assert.Equal(new ParagraphBlock("Not compared: c with d. Two rows are compared where they can be."), Assert.Single(some.Blocks));
        Assert.Empty(all.Blocks);
    }

    [Theory]
    [InlineData(0.0001, "<0.001")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.26, "0.260")]
    public void No_p_is_zero(double p, string shown)
    {
        var report = new ReportBuilder("report");

        ComparisonTable.Add(report, [("a", "b")], [new("a", "b", "accuracy", new BootstrapComparison(0.1, 0, 0.2, p))], "they can be", "caption", "note");

        Assert.Equal(shown, Assert.IsType<TableBlock>(Assert.Single(report.Blocks)).Table.Rows[0].Cells[^1].Text);
    }
}
