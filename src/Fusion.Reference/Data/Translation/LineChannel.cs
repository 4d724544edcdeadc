using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Translation;

/// <summary>
/// What another modality says of the lines of a split, read one line at a time. It is asked for by the number of the line in its split, whatever the batch
/// or the order: a place in a batch that was shuffled says nothing of whose features are whose.
/// </summary>
internal sealed class LineChannel
{
    private readonly IFeatureRows _rows;
    private readonly int[] _rowOfLine;

    /// <param name="rows">The features, which stay their owner's to dispose.</param>
    /// <param name="rowOfLine">For each line its row; -1 where it has none.</param>
    /// <param name="synthetic">Whether they were generated and not measured.</param>
    public LineChannel(IFeatureRows rows, int[] rowOfLine, bool synthetic = false) => (_rows, _rowOfLine, Synthetic) = (rows, rowOfLine, synthetic);

    /// <summary>Files the features come from.</summary>
    public IEnumerable<string> Files => _rows.Files;

    /// <summary>Numbers in a vector, or in a frame.</summary>
    public int Width => _rows.Width;

    public FeatureKind Kind => _rows.Kind;

    /// <summary>Whether the features were generated and not measured, as those of text read aloud by a program.</summary>
    public bool Synthetic { get; }

    /// <summary>Number of lines that have features.</summary>
    public int Present => _rowOfLine.Count(row => row >= 0);

    /// <summary>Makes a channel whose row i belongs to line i.</summary>
    /// <param name="rows">The features; as many rows as the split has lines.</param>
    /// <param name="lines">Lines of the split.</param>
    /// <param name="synthetic">Whether they were generated and not measured.</param>
    public static LineChannel LineByLine(IFeatureRows rows, int lines, bool synthetic = false) => rows.Count == lines
        ? new(rows, [.. Enumerable.Range(0, lines)], synthetic)
        : throw new DataFormatException(rows.File, null, $"expected {lines} rows, one for each line, found {rows.Count}");

    /// <summary>Puts the channels of several splits one after the other.</summary>
    /// <param name="parts">For each split its channel, null where it has none, and its number of lines.</param>
    public static LineChannel Join(IReadOnlyList<(LineChannel? Channel, int Lines)> parts)
    {
        LineChannel[] present = [.. parts.Select(part => part.Channel).OfType<LineChannel>()];
        var rows = new JoinedRows([.. present.Select(channel => channel._rows)]);
        return new LineChannel(
            rows,
            [.. parts.SelectMany(part => part.Channel is { } channel
                ? channel._rowOfLine.Select(row => row < 0 ? -1 : row + rows.Start(Array.IndexOf(present, channel)))
                : Enumerable.Repeat(-1, part.Lines))],
            present.Any(channel => channel.Synthetic));
    }

    /// <summary>Whether a line has features.</summary>
    public bool Has(int line) => _rowOfLine[line] >= 0;

    /// <summary>Frames of a line; 1 for a vector.</summary>
    public int Frames(int line) => _rows.Frames(Row(line));

    /// <summary>Reads a line's (<see cref="Frames"/>, <see cref="Width"/>) values in row-major order.</summary>
    public float[] Read(int line)
    {
        var values = new float[Frames(line) * Width];
        Read(line, values);
        return values;
    }

    /// <summary>Reads a line's values into memory of just their number; a value that is not finite is an error.</summary>
    public void Read(int line, Span<float> values)
    {
        _rows.Read(Row(line), values);
        for (var index = 0; index < values.Length; index++)
            if (!float.IsFinite(values[index]))
                throw NotFinite(line, index, values[index]);
    }

    /// <summary>The channel of some of the lines, in the order given.</summary>
    public LineChannel Select(IReadOnlyList<int> lines) => new(_rows, [.. lines.Select(line => _rowOfLine[line])], Synthetic);

    /// <summary>
    /// The same features, dealt anew to the lines that have any: the values stay what they are, only what they belong to is lost. What a model gains from
    /// features but not from shuffled ones, it gains from what they say.
    /// </summary>
    public LineChannel Shuffled(ulong seed)
    {
        int[] lines = [.. Enumerable.Range(0, _rowOfLine.Length).Where(Has)];
        int[] dealt = [.. lines.Select(line => _rowOfLine[line])];
        new SeededRandom(seed).Shuffle<int>(dealt);
        int[] rowOfLine = [.. _rowOfLine];
        foreach (var (place, line) in lines.Index())
            rowOfLine[line] = dealt[place];
        return new(_rows, rowOfLine, Synthetic);
    }

    private int Row(int line) => _rowOfLine[line] is >= 0 and var row ? row : throw new ArgumentException($"Line {line} has no features in {_rows.File}.", nameof(line));

    private DataFormatException NotFinite(int line, int index, float value)
    {
        var (file, row) = _rows.Origin(Row(line));
        return new(file, null, $"expected finite values, found {value} in row {row}{(Kind == FeatureKind.Vector ? "" : $", frame {index / Width}")}, column {index % Width}");
    }
}
