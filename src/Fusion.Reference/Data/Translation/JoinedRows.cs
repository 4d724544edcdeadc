using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Translation;

/// <summary>Rows of several files, one after the other, as if of one. The files stay their owner's to dispose.</summary>
internal sealed class JoinedRows : IFeatureRows
{
    private readonly IReadOnlyList<IFeatureRows> _parts;
    private readonly int[] _starts;

    /// <param name="parts">Features of one kind and width, at least one.</param>
    public JoinedRows(IReadOnlyList<IFeatureRows> parts)
    {
        var first = parts[0];
        if (parts.FirstOrDefault(part => part.Width != first.Width || part.Kind != first.Kind) is { } other)
            throw new DataFormatException(other.File, null, $"expected {first.Kind} of width {first.Width}, as in {first.File}, found {other.Kind} of width {other.Width}");
        _parts = parts;
        _starts = new int[parts.Count];
        for (var part = 1; part < parts.Count; part++)
            _starts[part] = _starts[part - 1] + parts[part - 1].Count;
    }

    public string File => _parts[0].File;

    public IEnumerable<string> Files => _parts.SelectMany(part => part.Files);

    public (string File, int Row) Origin(int row) => Find(row, out var inner).Origin(inner);

    public int Count => _starts[^1] + _parts[^1].Count;

    public int Width => _parts[0].Width;

    public FeatureKind Kind => _parts[0].Kind;

    /// <summary>Number of a part's first row here.</summary>
    public int Start(int part) => _starts[part];

    public int Frames(int row) => Find(row, out var inner).Frames(inner);

    public void Read(int row, Span<float> values) => Find(row, out var inner).Read(inner, values);

    public void Dispose()
    {
    }

    private IFeatureRows Find(int row, out int inner)
    {
        var part = Array.BinarySearch(_starts, row);
        part = part >= 0 ? part : ~part - 1;
        inner = row - _starts[part];
        return _parts[part];
    }
}
