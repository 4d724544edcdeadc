using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Fusion.Reference.Reports;

/// <summary>Writes a report as one HTML file that needs nothing else: no script, no request, pictures and style within.</summary>
internal sealed class HtmlReport
{
    // Letters of every script stay readable in the source; what has a meaning in HTML is always escaped.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private readonly string? _notice;
    private int _sections;
    private int _tables;
    private int _figures;
    private bool _sectionOpen;

    private HtmlReport(string? notice) => _notice = notice;

    public static string Render(ReportBuilder report)
    {
        var page = new HtmlReport(report.SyntheticNotice);
        page.Page(report);
        return page._html.ToString();
    }

    private void Page(ReportBuilder report)
    {
        Line("<!doctype html>");
        Line("<html lang=\"en\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        Line("<meta name=\"color-scheme\" content=\"light dark\">");
        // Even where an escape were missing, the page could run nothing and fetch nothing.
        Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">");
        Line("<link rel=\"icon\" href=\"data:,\">");
        Line($"<title>{Escape(report.Title)}</title>");
        Line("<style>");
        Line(Style());
        if (_notice is not null)
            Line($"@page {{ @top-center {{ content: {CssString(_notice)}; font: 600 9pt sans-serif; }} }}");
        Line("</style>");
        Line("</head>");
        Line("<body>");
        Line("<a class=\"skip\" href=\"#content\">Skip to content</a>");
        if (_notice is not null)
            Line($"<p class=\"synthetic banner\" role=\"note\">{Escape(_notice)}</p>");
        Line("<header>");
        Line($"<h1>{Escape(report.Title)}</h1>");
        if (report.Subtitle is not null)
            Line($"<p class=\"subtitle\">{Escape(report.Subtitle)}</p>");
        Line("</header>");
        Contents([.. report.Blocks.OfType<HeadingBlock>().Where(heading => heading.Level == 2)]);
        Line("<main id=\"content\">");
        Blocks(report.Blocks);
        CloseSection();
        Line("</main>");
        Line("</body>");
        Line("</html>");
    }

    private void Contents(IReadOnlyList<HeadingBlock> sections)
    {
        if (sections.Count < 2)
            return;
        Line("<nav aria-label=\"Contents\">");
        Line("<ol>");
        foreach (var (index, section) in sections.Index())
            Line($"<li><a href=\"#section-{index + 1}\">{Escape(section.Text)}</a></li>");
        Line("</ol>");
        Line("</nav>");
    }

    private void Blocks(IEnumerable<ReportBlock> blocks)
    {
        foreach (var block in blocks)
            Block(block);
    }

    private void Block(ReportBlock block)
    {
        switch (block)
        {
            case HeadingBlock { Level: 2 } heading:
                CloseSection();
                _sectionOpen = true;
                _sections++;
                Line($"<section aria-labelledby=\"section-{_sections}\">");
                Line($"<h2 id=\"section-{_sections}\">{Escape(heading.Text)}</h2>");
                if (_notice is not null)
                    Line($"<p class=\"synthetic\">{Escape(_notice)}</p>");
                break;
            case HeadingBlock heading:
                Line($"<h3>{Escape(heading.Text)}</h3>");
                break;
            case ParagraphBlock paragraph:
                Line($"<p>{Escape(paragraph.Text)}</p>");
                break;
            case NoteBlock note:
                Line($"<p class=\"note {(note.Kind == NoteKind.Warning ? "warning" : "information")}\" role=\"note\">{Escape(note.Text)}</p>");
                break;
            case CodeBlock code:
                Line($"<pre tabindex=\"0\"><code>{Escape(code.Text)}</code></pre>");
                break;
            case ListBlock list:
                Line("<ul>");
                foreach (var item in list.Items)
                    Line($"<li>{Escape(item)}</li>");
                Line("</ul>");
                break;
            case DefinitionsBlock definitions:
                Line("<dl>");
                foreach (var (term, definition) in definitions.Items)
                    Line($"<div><dt>{Escape(term)}</dt><dd>{Escape(definition)}</dd></div>");
                Line("</dl>");
                break;
            case TableBlock table:
                Table(table.Table);
                break;
            case FiguresBlock figures:
                Figures(figures.Figures);
                break;
            case DetailsBlock details:
                Line("<details>");
                Line($"<summary>{Escape(details.Summary)}</summary>");
                Blocks(details.Content);
                Line("</details>");
                break;
            default:
                throw new NotSupportedException($"no HTML for {block.GetType().Name}");
        }
    }

    private void CloseSection()
    {
        if (_sectionOpen)
            Line("</section>");
        _sectionOpen = false;
    }

    private void Table(ReportTable table)
    {
        _tables++;
        Line("<figure class=\"table\">");
        Line($"<figcaption id=\"table-{_tables}\"><b>Table {ReportTable.Letter(_tables)}.</b> {Escape(table.Caption)}</figcaption>");
        // Focusable, so that a wide table can be scrolled by keyboard.
        Line($"<div class=\"scroll\" role=\"region\" aria-labelledby=\"table-{_tables}\" tabindex=\"0\">");
        Line($"<table aria-labelledby=\"table-{_tables}\">");
        Line($"<thead><tr>{string.Concat(table.Columns.Select(column => $"<th scope=\"col\"{AlignClass(column.Align)}>{Escape(column.Header)}</th>"))}</tr></thead>");
        Line("<tbody>");
        foreach (var (index, row) in table.Rows.Index())
            Row(table, row, first: index == 0);
        Line("</tbody>");
        Line("</table>");
        Line("</div>");
        foreach (var note in table.Notes ?? [])
            Line($"<p class=\"table-note\">{Escape(note)}</p>");
        Line("</figure>");
    }

    private void Row(ReportTable table, ReportRow row, bool first)
    {
        if (row.GroupName is { } group)
        {
            // A group heading names the rows of its own body.
            if (!first)
                Line("</tbody>\n<tbody>");
            Line($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{table.Columns.Count}\">{Escape(group)}</th></tr>");
            return;
        }

        _html.Append(row.Emphasis ? "<tr class=\"emphasis\">" : "<tr>");
        var column = 0;
        foreach (var cell in row.Cells)
        {
            var text = cell.Style switch
            {
                CellStyle.Strong => $"<strong>{Escape(cell.Text)}</strong>",
                CellStyle.Muted => $"<span class=\"muted\">{Escape(cell.Text)}</span>",
                _ => Escape(cell.Text),
            };
            var align = cell.Span > 1 ? $" colspan=\"{cell.Span}\"" : AlignClass(table.Columns[column].Align);
            // A name is one word: a browser would break it at its hyphens.
            _html.Append(column > 0 ? $"<td{align}>{text}</td>" : $"<th scope=\"row\"{(cell.Text.Contains(' ', StringComparison.Ordinal) ? align : " class=\"name\"")}>{text}</th>");
            column += cell.Span;
        }

        Line("</tr>");
    }

    private static string AlignClass(ColumnAlign align) => align switch
    {
        ColumnAlign.Right => " class=\"right\"",
        ColumnAlign.Center => " class=\"center\"",
        _ => "",
    };

    private void Figures(IReadOnlyList<ReportFigure> figures)
    {
        Line("<div class=\"figures\">");
        foreach (var figure in figures)
        {
            _figures++;
            // Beside each other only where both fit; on a small screen a plot scrolls before its text becomes too small to read.
            Line(string.Create(CultureInfo.InvariantCulture, $"<figure style=\"flex-basis: {figure.Width}px\">"));
            Line($"<div class=\"scroll\" role=\"region\" aria-labelledby=\"figure-{_figures}\" tabindex=\"0\">");
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"<img src=\"data:image/png;base64,{Convert.ToBase64String(figure.Png)}\" alt=\"{Escape(figure.Alt)}\" width=\"{figure.Width}\" height=\"{figure.Height}\" style=\"min-width: {figure.Width * 3 / 4}px\">"));
            Line("</div>");
            Line($"<figcaption id=\"figure-{_figures}\"><b>Figure {_figures}.</b> {Escape(figure.Caption)}</figcaption>");
            Line("</figure>");
        }

        Line("</div>");
    }

    private void Line(string line) => _html.Append(line).Append('\n');

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("the program was built without report.css");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string Escape(string text) => Encoder.Encode(text);

    // Every character that is not plain is written as its code, so that no text can end the string or the style element.
    private static string CssString(string text) =>
        $"\"{string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii && Rune.IsLetterOrDigit(rune) ? rune.ToString() : $"\\{rune.Value:x} "))}\"";
}
