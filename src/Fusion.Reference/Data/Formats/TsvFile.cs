using System.Globalization;

namespace Fusion.Reference.Data.Formats;

/// <summary>A tab-separated file whose first line names the columns. Nothing is quoted.</summary>
internal sealed class TsvFile
{
    private readonly string _path;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private TsvFile(string path, string header)
    {
        _path = path;
        foreach (var name in header.Split('\t'))
            if (!_columns.TryAdd(name, _columns.Count))
                throw new DataFormatException(path, 1, $"expected each column once, found '{name}' twice");
    }

    /// <summary>Names of the columns, in order.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;

    /// <summary>The data lines of a file that was read at once.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>Reads the file.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="required">Columns that have to be there, in any order.</param>
    public static TsvFile Read(string path, params ReadOnlySpan<string> required)
    {
        using var lines = TextLines.Read(path).GetEnumerator();
        var file = ReadHeader(path, lines);
        file.Require(required);
        file.Rows.AddRange(file.ReadRows(lines));
        return file;
    }

    /// <summary>Reads the header alone; <see cref="ReadRows"/> goes on from there.</summary>
    /// <param name="name">What messages call the text.</param>
    /// <param name="lines">Its lines, none taken yet.</param>
    public static TsvFile ReadHeader(string name, IEnumerator<string> lines) =>
        lines.MoveNext() ? new TsvFile(name, lines.Current) : throw new DataFormatException(name, 1, "expected a header line, found an empty file");

    /// <summary>Reads the lines below the header, each as it is asked for.</summary>
    /// <param name="lines">The lines that <see cref="ReadHeader"/> began.</param>
    public IEnumerable<Row> ReadRows(IEnumerator<string> lines)
    {
        for (var line = 2; lines.MoveNext(); line++)
        {
            var cells = lines.Current.Split('\t');
            if (cells.Length != _columns.Count)
                throw new DataFormatException(_path, line, $"expected {_columns.Count} cells, found {cells.Length}");
            yield return new Row(this, line, cells);
        }
    }

    /// <summary>Throws where a column is not there.</summary>
    public void Require(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            if (!_columns.ContainsKey(column))
                throw HeaderError($"expected a column '{column}'");
    }

    /// <summary>Makes the error of a header; it says which columns there are.</summary>
    /// <param name="expectation">What was expected.</param>
    public DataFormatException HeaderError(string expectation) => new(_path, 1, $"{expectation}, found {string.Join(", ", _columns.Keys)}");

    /// <summary>One data line.</summary>
    internal sealed class Row(TsvFile file, int line, string[] cells)
    {
        public int Line => line;

        /// <summary>Whether the file has the column.</summary>
        public bool Has(string column) => file._columns.ContainsKey(column);

        public string this[string column] => cells[file._columns[column]];

        /// <summary>Reads a whole number within limits.</summary>
        public int Integer(string column, int least, int most)
        {
            var cell = this[column];
            return int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Error($"expected {column} to be a whole number from {least} to {most}, found '{cell}'");
        }

        /// <summary>Reads a finite number.</summary>
        public float Single(string column) =>
            float.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
                ? value
                : throw Error($"expected {column} to be a finite number, found '{this[column]}'");

        /// <summary>Reads a cell that may not be blank.</summary>
        public string Text(string column) =>
            this[column] is var cell && !string.IsNullOrWhiteSpace(cell) ? cell : throw Error($"expected {column} to be filled, found '{cell}'");

        /// <summary>Makes the error that names this line.</summary>
        public DataFormatException Error(string message) => new(file._path, line, message);
    }
}
