using Fusion.Reference.Experiments;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class ProvenanceBlocksTests
{
    [Theory]
    [InlineData(1, "1 run at a time")]
    [InlineData(2, "2 runs at a time")]
    public void One_run_is_one_run(int jobs, string words)
    {
        var report = new ReportBuilder("report");

        ProvenanceBlocks.Add(report, [new RunEnvironment("reproduce", "smoke", "cpu", jobs, 1, 2, "", "", "")], RecipesOfRuns.Of<IemocapRecipe>([], []));

        Assert.Contains(words, MarkdownReport.Render(report), StringComparison.Ordinal);
    }
}
