using Fusion.Layers.Interop;

namespace Fusion.Reference.Reports;

/// <summary>Collects a report and writes it as one self-contained page, as Markdown, and as the PNG files of its figures.</summary>
/// <param name="title">Title of the report.</param>
/// <param name="subtitle">Line below the title: profile, date, device.</param>
internal sealed class ReportBuilder(string title, string? subtitle = null)
{
    private readonly List<ReportBlock> _blocks = [];
    private readonly Dictionary<string, ReportFigure> _figures = [];

    public string Title => title;

    public string? Subtitle => subtitle;

    /// <summary>Shown with every section and on every printed page, where the data are not real ones.</summary>
    public string? SyntheticNotice { get; set; }

    public IReadOnlyList<ReportBlock> Blocks => _blocks;

    /// <summary>What the table that was added last is called, for text that refers to it.</summary>
    public string LastTable => $"Table {ReportTable.Letter(Tables(_blocks))}";

    /// <summary>Begins a section.</summary>
    public ReportBuilder Section(string text) => Add(new HeadingBlock(2, text));

    /// <summary>Begins a part of a section.</summary>
    public ReportBuilder Subsection(string text) => Add(new HeadingBlock(3, text));

    public ReportBuilder Paragraph(string text) => Add(new ParagraphBlock(text));

    public ReportBuilder Note(string text, NoteKind kind = NoteKind.Information) => Add(new NoteBlock(kind, text));

    public ReportBuilder Code(string text) => Add(new CodeBlock(text));

    public ReportBuilder List(params IReadOnlyList<string> items) => Add(new ListBlock(items));

    public ReportBuilder Definitions(params IReadOnlyList<(string Term, string Definition)> items) => Add(new DefinitionsBlock(items));

    public ReportBuilder Table(ReportTable table)
    {
        table.Check();
        return Add(new TableBlock(table));
    }

    public ReportBuilder Figure(string name, byte[] png, string alt, string caption) => Figures(new ReportFigure(name, png, alt, caption));

    /// <summary>Figures that belong together.</summary>
    public ReportBuilder Figures(params IReadOnlyList<ReportFigure> figures)
    {
        foreach (var figure in figures)
            if (!_figures.TryAdd(figure.Name, figure))
                throw new ArgumentException($"there are two figures named '{figure.Name}'", nameof(figures));
        return Add(new FiguresBlock(figures));
    }

    /// <summary>Content that is closed until the reader opens it.</summary>
    public ReportBuilder Details(string summary, Action<ReportBuilder> content)
    {
        var inner = new ReportBuilder(summary);
        content(inner);
        if (inner.Blocks.OfType<HeadingBlock>().Any(heading => heading.Level == 2))
            throw new ArgumentException($"a section cannot begin within the details '{summary}'", nameof(content));
        foreach (var (name, figure) in inner._figures)
            if (!_figures.TryAdd(name, figure))
                throw new ArgumentException($"there are two figures named '{name}'", nameof(content));
        return Add(new DetailsBlock(summary, inner.Blocks));
    }

    /// <summary>Writes index.html, report.md and the figures; a file that cannot be written is left as it was.</summary>
    /// <param name="folder">Folder of the report, made if it does not exist.</param>
    public void Write(string folder)
    {
        // Rendered first: a fault in the content touches no file.
        var html = HtmlReport.Render(this);
        var markdown = MarkdownReport.Render(this);
        Directory.CreateDirectory(folder);
        foreach (var figure in _figures.Values)
            AtomicFile.Write(Path.Combine(folder, $"{figure.Name}.png"), stream => stream.Write(figure.Png));
        AtomicFile.WriteText(Path.Combine(folder, "report.md"), markdown);
        AtomicFile.WriteText(Path.Combine(folder, "index.html"), html);
    }

    private static int Tables(IEnumerable<ReportBlock> blocks) => blocks.Sum(block => block switch
    {
        TableBlock => 1,
        DetailsBlock details => Tables(details.Content),
        _ => 0,
    });

    private ReportBuilder Add(ReportBlock block)
    {
        _blocks.Add(block);
        return this;
    }
}
