namespace Fusion.Reference.Reports;

/// <summary>A piece of a report, independent of how it is written.</summary>
internal abstract record ReportBlock;

/// <summary>A heading; level 2 begins a section.</summary>
internal sealed record HeadingBlock(int Level, string Text) : ReportBlock;

/// <summary>Running text.</summary>
internal sealed record ParagraphBlock(string Text) : ReportBlock;

/// <summary>Text that stands out.</summary>
internal sealed record NoteBlock(NoteKind Kind, string Text) : ReportBlock;

/// <summary>Commands or file content, shown as it is.</summary>
internal sealed record CodeBlock(string Text) : ReportBlock;

/// <summary>A list.</summary>
internal sealed record ListBlock(IReadOnlyList<string> Items) : ReportBlock;

/// <summary>Terms, each with its definition.</summary>
internal sealed record DefinitionsBlock(IReadOnlyList<(string Term, string Definition)> Items) : ReportBlock;

/// <summary>A table.</summary>
internal sealed record TableBlock(ReportTable Table) : ReportBlock;

/// <summary>Figures that stand beside each other where there is room.</summary>
internal sealed record FiguresBlock(IReadOnlyList<ReportFigure> Figures) : ReportBlock;

/// <summary>Content that a reader opens when wanted.</summary>
internal sealed record DetailsBlock(string Summary, IReadOnlyList<ReportBlock> Content) : ReportBlock;

/// <summary>How much a note stands out.</summary>
internal enum NoteKind
{
    Information,
    Warning,
}
