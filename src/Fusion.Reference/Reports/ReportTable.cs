namespace Fusion.Reference.Reports;

/// <summary>A table; the first column holds the names of the rows.</summary>
/// <param name="Caption">What the table shows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows; each has a cell for every column, unless it is a <see cref="ReportRow.Group"/>.</param>
/// <param name="Notes">Remarks below the table.</param>
internal sealed record ReportTable(
    string Caption, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, IReadOnlyList<string>? Notes = null)
{
    /// <summary>The name of the n-th table of a report: A, B, ..., Z, AA. Letters, because the papers' own tables have numbers.</summary>
    public static string Letter(int number) =>
        (number > 26 ? Letter((number - 1) / 26) : "") + (char)('A' + ((number - 1) % 26));

    /// <summary>Fails on a row whose cells do not fit the columns.</summary>
    public void Check()
    {
        foreach (var (index, row) in Rows.Index())
            if (row.GroupName is null && row.Cells.Sum(cell => cell.Span) is var width && width != Columns.Count)
                throw new ArgumentException($"table '{Caption}', row {index + 1}: expected {Columns.Count} cells, found {width}");
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="Align">Numbers stand right, so that their digits line up.</param>
internal sealed record ReportColumn(string Header, ColumnAlign Align = ColumnAlign.Left)
{
    public static ReportColumn Number(string header) => new(header, ColumnAlign.Right);
}

/// <summary>Where the cells of a column stand.</summary>
internal enum ColumnAlign
{
    Left,
    Center,
    Right,
}

/// <summary>A row of cells, or a heading that spans the table and names the rows below it.</summary>
internal sealed record ReportRow
{
    /// <param name="cells">One per column.</param>
    public ReportRow(params IReadOnlyList<ReportCell> cells) => Cells = cells;

    public IReadOnlyList<ReportCell> Cells { get; }

    public string? GroupName { get; private init; }

    /// <summary>Sets the row off: our own models among quoted ones, say.</summary>
    public bool Emphasis { get; init; }

    public static ReportRow Group(string name) => new([]) { GroupName = name };
}

/// <summary>A cell; text converts to one.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Style">How it stands out.</param>
internal readonly record struct ReportCell(string Text, CellStyle Style = CellStyle.Plain)
{
    /// <summary>Columns that it takes; text that spans several stands left, whatever their numbers do.</summary>
    public int Span { get; private init; } = 1;

    public static implicit operator ReportCell(string text) => new(text);

    /// <summary>The best value of a column, say.</summary>
    public static ReportCell Strong(string text) => new(text, CellStyle.Strong);

    /// <summary>"not available", say.</summary>
    public static ReportCell Muted(string text) => new(text, CellStyle.Muted);

    /// <summary>The same in place of several cells.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="columns">How many columns it takes.</param>
    public static ReportCell Muted(string text, int columns) => new(text, CellStyle.Muted) { Span = columns };
}

/// <summary>How a cell stands out.</summary>
internal enum CellStyle
{
    Plain,
    Strong,
    Muted,
}
