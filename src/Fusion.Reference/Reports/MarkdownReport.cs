using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Reports;

/// <summary>Writes a report as GitHub-flavoured Markdown beside the PNG files of its figures.</summary>
internal sealed partial class MarkdownReport
{
    private readonly StringBuilder _text = new();
    private readonly string? _notice;
    private int _tables;
    private int _figures;

    private MarkdownReport(string? notice) => _notice = notice;

    public static string Render(ReportBuilder report)
    {
        var page = new MarkdownReport(report.SyntheticNotice);
        page.Add($"# {Inline(report.Title)}");
        if (report.Subtitle is not null)
            page.Add(Paragraph(report.Subtitle));
        page.Notice();
        page.Blocks(report.Blocks);
        return page._text.ToString().TrimEnd('\n') + "\n";
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
            case HeadingBlock heading:
                Add($"{new string('#', heading.Level)} {Inline(heading.Text)}");
                if (heading.Level == 2)
                    Notice();
                break;
            case ParagraphBlock paragraph:
                Add(Paragraph(paragraph.Text));
                break;
            case NoteBlock note:
                Add($"> **{(note.Kind == NoteKind.Warning ? "Warning" : "Note")}:** {Inline(note.Text)}");
                break;
            case CodeBlock code:
                // A fence longer than any run of backticks within cannot be closed by the text.
                var fence = new string('`', Math.Max(3, 1 + Backticks().Matches(code.Text).Select(run => run.Length).DefaultIfEmpty(0).Max()));
                Add($"{fence}\n{code.Text.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}");
                break;
            case ListBlock list:
                Add(string.Join('\n', list.Items.Select(item => $"- {Paragraph(item)}")));
                break;
            case DefinitionsBlock definitions:
                Add(string.Join('\n', definitions.Items.Select(item => $"- **{Inline(item.Term)}**: {Inline(item.Definition)}")));
                break;
            case TableBlock table:
                Table(table.Table);
                break;
            case FiguresBlock figures:
                foreach (var figure in figures.Figures)
                {
                    Add($"![{Inline(figure.Alt)}]({figure.Name}.png)");
                    Add($"**Figure {++_figures}.** {Inline(figure.Caption)}");
                }

                break;
            case DetailsBlock details:
                // Within an HTML block Markdown's escapes mean nothing.
                Add($"<details>\n<summary>{WebUtility.HtmlEncode(OneLine(details.Summary))}</summary>");
                Blocks(details.Content);
                Add("</details>");
                break;
            default:
                throw new NotSupportedException($"no Markdown for {block.GetType().Name}");
        }
    }

    private void Table(ReportTable table)
    {
        _tables++;
        Add($"**Table {ReportTable.Letter(_tables)}.** {Inline(table.Caption)}");
        var lines = new List<string>
        {
            Line(table.Columns.Select(column => Inline(column.Header))),
            Line(table.Columns.Select(column => column.Align switch
            {
                ColumnAlign.Right => "---:",
                ColumnAlign.Center => ":---:",
                _ => ":---",
            })),
        };
        foreach (var row in table.Rows)
            lines.Add(row.GroupName is { } group
                ? Line([$"*{Inline(group)}*", .. Enumerable.Repeat("", table.Columns.Count - 1)])
                : Line(row.Cells.SelectMany((cell, index) => Enumerable.Repeat("", cell.Span - 1).Prepend(Cell(cell, bold: index == 0 && row.Emphasis)))));
        Add(string.Join('\n', lines));
        foreach (var note in table.Notes ?? [])
            Add(Paragraph(note));

        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

        static string Cell(ReportCell cell, bool bold)
        {
            var text = Inline(cell.Text);
            return text.Length > 0 && (bold || cell.Style == CellStyle.Strong) ? $"**{text}**" : text;
        }
    }

    private void Notice()
    {
        if (_notice is not null)
            Add($"> **{Inline(_notice)}**");
    }

    private void Add(string block) => _text.Append(block).Append("\n\n");

    private static string Paragraph(string text) => StartsBlock().Replace(Inline(text), @"$1\$2");

    // Text is text: what Markdown or HTML would read as markup is escaped, and a line break is a space.
    private static string Inline(string text) => Special().Replace(OneLine(text), @"\$0");

    private static string OneLine(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"[\\`*_\[\]<>&|~$]")]
    private static partial Regex Special();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Space();

    // A heading, list, rule or numbered item at the start of a line.
    [GeneratedRegex(@"\A(\d*)([#+\-=.)])")]
    private static partial Regex StartsBlock();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
