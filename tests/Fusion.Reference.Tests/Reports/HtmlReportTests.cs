using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fusion.Reference.Reports;
using Xunit;

namespace Fusion.Reference.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "</style></title><script>alert(1)</script><img src=\"http://evil.example/x.png\" onerror='x'> & \"q\" 'a' {} \\ */";

    [Fact]
    public void Needs_nothing_but_itself()
    {
        var page = Parse(SampleReport.Build());
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("iframe"));
        Assert.Equal("data:,", Assert.Single(page.Descendants("link")).Attribute("href")!.Value);
        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", image.Attribute("src")!.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants("a"), link => Assert.StartsWith("#", link.Attribute("href")!.Value, StringComparison.Ordinal));
        var style = page.Descendants("style").Single().Value;
        Assert.DoesNotContain("url(", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", HtmlReport.Render(SampleReport.Build()).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Shows_the_notice_above_all_in_every_section_and_on_every_printed_page()
    {
        var page = Parse(SampleReport.Build());
        var notices = page.Descendants("p").Where(IsNotice).ToArray();
        Assert.All(notices, notice => Assert.Equal(SampleReport.Notice, notice.Value));
        Assert.Equal(4, page.Descendants("section").Count());
        Assert.All(page.Descendants("section"), section => Assert.Single(section.Elements("p"), IsNotice));
        Assert.True(IsNotice(page.Descendants("body").Single().Elements().First(element => element.Name != "a")));
        Assert.Contains("@top-center { content: \"SYNTHETIC\\20 DATA", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_real_data_has_no_notice()
    {
        var page = Parse(SampleReport.Build(synthetic: false));
        Assert.DoesNotContain(page.Descendants("p"), IsNotice);
        Assert.DoesNotContain("@top-center", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_stays_text_everywhere()
    {
        var report = new ReportBuilder(Hostile, Hostile) { SyntheticNotice = Hostile }
            .Section(Hostile)
            .Subsection(Hostile)
            .Paragraph(Hostile)
            .Note(Hostile)
            .Code(Hostile)
            .List(Hostile)
            .Definitions((Hostile, Hostile))
            .Table(new(Hostile, [new(Hostile), new(Hostile)], [ReportRow.Group(Hostile), new(Hostile, ReportCell.Strong(Hostile)), new(ReportCell.Muted(Hostile), Hostile)], [Hostile]))
            .Figure("plot", TestPng.Bytes, Hostile, Hostile)
            .Section("another")
            .Details(Hostile, inner => inner.Paragraph(Hostile));
        var page = Parse(report);
        Assert.Empty(page.Descendants("script"));
        Assert.Equal(Hostile, Assert.Single(page.Descendants("img")).Attribute("alt")!.Value);
        foreach (var name in (string[])["title", "h1", "h3", "code", "li", "dt", "dd", "summary", "strong"])
            Assert.Contains(Hostile, page.Descendants(name).Select(element => element.Value));
        Assert.Equal($"Table A. {Hostile}", page.Descendants("figcaption").First().Value);
        Assert.Equal(2, page.Descendants("th").Count(header => header.Attribute("scope")!.Value == "col" && header.Value == Hostile));
        // Subtitle, banner, two section notices, paragraph, note, table note, paragraph within the details.
        Assert.Equal(8, page.Descendants("p").Count(paragraph => paragraph.Value == Hostile));
        // The notice is in the style too, where only letters and digits may stand unescaped.
        Assert.Single(page.Descendants("style"));
        Assert.Contains("content: \"\\3c \\2f style\\3e ", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Can_be_read_with_a_screen_reader_and_by_keyboard()
    {
        var page = Parse(SampleReport.Build());
        Assert.Equal("en", page.Root!.Attribute("lang")!.Value);
        Assert.Single(page.Descendants("h1"));
        Assert.Single(page.Descendants("main"));
        Assert.All(page.Descendants("img"), image => Assert.NotEqual("", image.Attribute("alt")!.Value.Trim()));
        Assert.All(page.Descendants("th"), header => Assert.Contains(header.Attribute("scope")!.Value, (string[])["col", "row", "rowgroup"]));
        Assert.All(page.Descendants("tr").Where(row => row.Parent!.Name == "tbody"), row => Assert.Equal("th", row.Elements().First().Name.LocalName));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
        Assert.All(page.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], ids));
        // What scrolls must be reachable by keyboard.
        Assert.All(page.Descendants("div").Where(box => box.Attribute("class")?.Value == "scroll"), box => Assert.Equal("0", box.Attribute("tabindex")!.Value));
        Assert.All(page.Descendants("table"), table => Assert.Equal("scroll", table.Parent!.Attribute("class")!.Value));
    }

    [Fact]
    public void Every_row_is_as_wide_as_its_table()
    {
        var table = Parse(SampleReport.Build()).Descendants("table").First();
        Assert.All(table.Descendants("tr"), row => Assert.Equal(9, row.Elements().Sum(cell => int.Parse(cell.Attribute("colspan")?.Value ?? "1", CultureInfo.InvariantCulture))));
        Assert.Equal(3, table.Elements("tbody").Count());
        Assert.Equal(2, table.Descendants("tr").Count(row => row.Attribute("class")?.Value == "emphasis"));
        Assert.Equal("49.00", Assert.Single(table.Descendants("strong")).Value);
    }

    [Fact]
    public void A_cell_may_take_several_columns()
    {
        var table = Parse(new ReportBuilder("title").Table(new("scores", [new("a"), ReportColumn.Number("b"), ReportColumn.Number("c"), ReportColumn.Number("d")], [new("x", ReportCell.Muted("none", 2), "1")]))).Descendants("table").Single();

        Assert.Equal([("x", null, "name"), ("none", "2", null), ("1", null, "right")], table.Element("tbody")!.Element("tr")!.Elements().Select(cell => (cell.Value, cell.Attribute("colspan")?.Value, cell.Attribute("class")?.Value)));
    }

    [Fact]
    public void Figures_are_shown_at_half_their_pixels()
    {
        var image = Parse(new ReportBuilder("title").Figure("plot", TestPng.Bytes, "alt", "caption")).Descendants("img").Single();
        Assert.Equal((TestPng.Width / 2).ToString(CultureInfo.InvariantCulture), image.Attribute("width")!.Value);
        Assert.Equal((TestPng.Height / 2).ToString(CultureInfo.InvariantCulture), image.Attribute("height")!.Value);
    }

    [Theory]
    [InlineData(0, "light")]
    [InlineData(1, "dark")]
    public void Text_has_contrast_in_both_schemes(int scheme, string name)
    {
        var style = Parse(SampleReport.Build()).Descendants("style").Single().Value;
        var colors = ColorVariable().Matches(Root().Matches(style)[scheme].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.True(colors.Count >= 10, $"the {name} scheme has {colors.Count} colours");
        foreach (var (text, paper) in ((string, string)[])[("ink", "paper"), ("ink", "tint"), ("muted", "paper"), ("muted", "tint"), ("accent", "paper"), ("notice-ink", "notice-paper")])
            Assert.True(Contrast(colors[text], colors[paper]) >= 4.5, $"{name}: {text} on {paper} has contrast {Contrast(colors[text], colors[paper]):0.00}");

        static double Contrast(string first, string second)
        {
            var (a, b) = (Luminance(first), Luminance(second));
            return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        }

        static double Luminance(string color) => 0.2126 * Channel(color, 0) + 0.7152 * Channel(color, 2) + 0.0722 * Channel(color, 4);

        static double Channel(string color, int start)
        {
            var value = int.Parse(color.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    private static bool IsNotice(XElement element) => element.Attribute("class")?.Value.Split(' ').Contains("synthetic") == true;

    // The page is written so that, its void elements closed, it is well-formed XML: a stray bracket or quote fails here.
    private static XDocument Parse(ReportBuilder report)
    {
        var html = HtmlReport.Render(report);
        Assert.StartsWith("<!doctype html>\n", html, StringComparison.Ordinal);
        return XDocument.Parse(VoidElement().Replace(html["<!doctype html>\n".Length..], "<$1$2/>"));
    }

    [GeneratedRegex("<(meta|link|img)\\b([^>]*)>")]
    private static partial Regex VoidElement();

    [GeneratedRegex(@":root \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex ColorVariable();

    [Theory]
    [InlineData(1, "A")]
    [InlineData(26, "Z")]
    [InlineData(27, "AA")]
    [InlineData(53, "BA")]
    public void TablesHaveLettersBecauseThePapersHaveNumbers(int number, string letter) => Assert.Equal(letter, ReportTable.Letter(number));
}
