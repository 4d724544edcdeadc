using System.Text.RegularExpressions;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Reports;

public sealed partial class MarkdownReportTests
{
    [Fact]
    public void Writes_every_kind_of_block()
    {
        var report = new ReportBuilder("Title", "subtitle")
            .Section("Section")
            .Paragraph("text")
            .Note("careful", NoteKind.Warning)
            .Code("a ``` b")
            .List("one", "two")
            .Definitions(("term", "meaning"))
            .Table(new("scores", [new("model"), ReportColumn.Number("F1")], [ReportRow.Group("ours"), new("gan", ReportCell.Strong("0.7")) { Emphasis = true }], ["a note"]))
            .Figure("plot", TestPng.Bytes, "what it shows", "caption")
            .Details("more <b>", inner => inner.Paragraph("inner"));
        const string expected = """
            # Title

            subtitle

            ## Section

            text

            > **Warning:** careful

            ````
            a ``` b
            ````

            - one
            - two

            - **term**: meaning

            **Table A.** scores

            | model | F1 |
            | :--- | ---: |
            | *ours* |  |
            | **gan** | **0.7** |

            a note

            ![what it shows](plot.png)

            **Figure 1.** caption

            <details>
            <summary>more &lt;b&gt;</summary>

            inner

            </details>

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), MarkdownReport.Render(report));
    }

    [Fact]
    public void Repeats_the_notice_in_every_section()
    {
        var text = MarkdownReport.Render(SampleReport.Build());
        Assert.Equal(1 + 4, text.Split($"> **{SampleReport.Notice}**").Length - 1);
        Assert.Equal(4, Section().Count(text));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", @"\<script\>alert(1)\</script\>")]
    [InlineData("a | b\nc", @"a \| b c")]
    [InlineData("*bold* _it_ `code` [x](y)", @"\*bold\* \_it\_ \`code\` \[x\](y)")]
    [InlineData("\\| &amp; ~~x~~ $y$", @"\\\| \&amp; \~\~x\~\~ \$y\$")]
    [InlineData("# no heading", @"\# no heading")]
    [InlineData("12. no list", @"12\. no list")]
    [InlineData("- no list", @"\- no list")]
    [InlineData("--- no rule", @"\--- no rule")]
    [InlineData("> no quote", @"\> no quote")]
    public void Text_stays_text(string text, string expected) =>
        Assert.Contains($"\n\n{expected}\n", MarkdownReport.Render(new ReportBuilder("title").Paragraph(text)), StringComparison.Ordinal);

    [Fact]
    public void A_cell_with_bars_and_line_breaks_stays_one_cell()
    {
        var text = MarkdownReport.Render(new ReportBuilder("title").Table(new("t", [new("a"), new("b")], [new("x | y", "1\r\n2 \\| 3")])));
        Assert.Contains("| x \\| y | 1 2 \\\\\\| 3 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_several_columns_leaves_the_others_empty()
    {
        var text = MarkdownReport.Render(new ReportBuilder("title").Table(new("t", [new("a"), new("b"), new("c"), new("d")], [new("x", ReportCell.Muted("none", 2), "1")])));
        Assert.Contains("| x | none |  | 1 |\n", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Section();
}
