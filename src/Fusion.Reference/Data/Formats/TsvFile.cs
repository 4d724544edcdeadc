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

    public List<Row> Rows { get; } = [];

    /// <summary>Reads the file.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="required">Columns that have to be there, in any order.</param>
    public static TsvFile Read(string path, params ReadOnlySpan<string> required)
    {
        using var lines = TextLines.Read(path).GetEnumerator();
        if (!lines.MoveNext())
            throw new DataFormatException(path, 1, "expected a header line, found an empty file");
        var file = new TsvFile(path, lines.Current);
        foreach (var column in required)
            if (!file._columns.ContainsKey(column))
                throw new DataFormatException(path, 1, $"expected a column '{column}', found {string.Join(", ", file._columns.Keys)}");

        while (lines.MoveNext())
        {
            var line = file.Rows.Count + 2;
            var cells = lines.Current.Split('\t');
            if (cells.Length != file._columns.Count)
                throw new DataFormatException(path, line, $"expected {file._columns.Count} cells, found {cells.Length}");
            file.Rows.Add(new Row(file, line, cells));
        }

        return file;
    }

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

        /// <summary>Reads a cell that may not be blank.</summary>
        public string Text(string column) =>
            this[column] is var cell && !string.IsNullOrWhiteSpace(cell) ? cell : throw Error($"expected {column} to be filled, found '{cell}'");

        /// <summary>Makes the error that names this line.</summary>
        public DataFormatException Error(string message) => new(file._path, line, message);
    }
}
