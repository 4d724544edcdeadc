using Fusion.Layers.Interop;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Reports;

public sealed class ReportBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_the_page_the_text_and_the_figures_and_nothing_else()
    {
        var report = new ReportBuilder("title").Figure("plot", TestPng.Bytes, "alt", "caption").Details("more", inner => inner.Figure("inner-plot", TestPng.Bytes, "alt", "caption"));
        var folder = Path.Combine(_folder.Path, "new", "report");
        report.Write(folder);
        Assert.Equal(["index.html", "inner-plot.png", "plot.png", "report.md"], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(TestPng.Bytes, File.ReadAllBytes(Path.Combine(folder, "plot.png")));
        Assert.Equal(HtmlReport.Render(report), File.ReadAllText(Path.Combine(folder, "index.html")));
        Assert.Equal(MarkdownReport.Render(report), File.ReadAllText(Path.Combine(folder, "report.md")));
    }

    [Fact]
    public void The_same_report_is_written_in_the_same_bytes()
    {
        SampleReport.Build().Write(Path.Combine(_folder.Path, "a"));
        SampleReport.Build().Write(Path.Combine(_folder.Path, "b"));
        foreach (var path in Directory.GetFiles(Path.Combine(_folder.Path, "a")))
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(_folder.Path, "b", Path.GetFileName(path))));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_page_whole()
    {
        var page = _folder.File("index.html", "old page");
        // A folder that is not empty cannot be replaced by a file.
        Directory.CreateDirectory(Path.Combine(_folder.Path, "report.md", "occupied"));
        var error = Record.Exception(() => new ReportBuilder("new").Write(_folder.Path));
        Assert.True(error is IOException or UnauthorizedAccessException, $"found {error}");
        Assert.Equal("old page", File.ReadAllText(page));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public void A_file_whose_content_fails_half_way_keeps_its_old_content()
    {
        var path = _folder.File("plot.png", "old picture");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the new"u8);
            throw new InvalidOperationException("out of plots");
        }));
        Assert.Equal("old picture", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("Upper")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void A_figure_name_that_is_no_plain_file_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new ReportFigure(name, TestPng.Bytes, "alt", "caption"));

    [Fact]
    public void Text_may_refer_to_the_last_table_by_its_letter()
    {
        var report = new ReportBuilder("title").Table(new("first", [new("a")], [])).Details("more", inner => inner.Table(new("second", [new("a")], [])));
        Assert.Equal("Table B", report.LastTable);
        Assert.Contains($"**{report.LastTable}.** second", MarkdownReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var report = new ReportBuilder("title").Figure("plot", TestPng.Bytes, "alt", "caption");
        Assert.Throws<ArgumentException>(() => report.Figure("plot", TestPng.Bytes, "alt", "caption"));
        Assert.Throws<ArgumentException>(() => report.Details("more", inner => inner.Figure("plot", TestPng.Bytes, "alt", "caption")));
        Assert.Throws<ArgumentException>(() => report.Figure("other", [1, 2, 3], "alt", "caption"));
        Assert.Throws<ArgumentException>(() => report.Figure("other", TestPng.Bytes, " ", "caption"));
        Assert.Throws<ArgumentException>(() => report.Details("more", inner => inner.Section("section")));
        var ragged = Assert.Throws<ArgumentException>(() => report.Table(new("scores", [new("a"), new("b")], [new("x", "y"), new("z")])));
        Assert.Contains("table 'scores', row 2: expected 2 cells, found 1", ragged.Message, StringComparison.Ordinal);
    }
}
