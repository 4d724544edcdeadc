using System.Collections.Concurrent;

namespace Fusion.Reference.Data.Formats;

/// <summary>Matrices of frames in Kaldi archives, in the order of a list; archives are opened when they are first needed.</summary>
internal sealed class KaldiRows : IFeatureRows
{
    private readonly IReadOnlyList<KaldiScp.Entry> _entries;
    private readonly KaldiNormalization? _normalization;
    private readonly ConcurrentDictionary<string, Lazy<KaldiArk>> _archives = new(StringComparer.Ordinal);

    /// <param name="file">The list, for messages.</param>
    /// <param name="entries">Its entries, at least one.</param>
    /// <param name="normalization">What frames are normalised by; null: frames as they are.</param>
    public KaldiRows(string file, IReadOnlyList<KaldiScp.Entry> entries, KaldiNormalization? normalization = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        (File, _entries, _normalization) = (file, entries, normalization);
    }

    public string File { get; }

    /// <summary>The list, its archives and those of the normalisation, there or not.</summary>
    public IEnumerable<string> Files => [File, .. _entries.Select(entry => entry.File).Concat(_normalization?.Files ?? []).Distinct()];

    public int Count => _entries.Count;

    /// <summary>Columns of the first matrix whose archive is there; all others have to have as many.</summary>
    public int Width => field == 0 ? field = FirstWidth() : field;

    public FeatureKind Kind => FeatureKind.Frames;

    public int Frames(int row) => Guard(row, entry =>
    {
        var header = Archive(entry.File).Header(entry.Offset);
        if (header.Encoding == "text")
            return (int)Matrix(entry).Shape[0];
        var rows = entry.Range is { } range ? range.Length(entry.File, header.Rows) : header.Rows;
        CheckSize(entry, rows, header.Columns);
        return rows;
    });

    public void Read(int row, Span<float> values)
    {
        var width = Width;
        Guard(row, entry => Matrix(entry).Expect(-1, width).ToSingle()).CopyTo(values);
        Guard(row, _ => _normalization?.Of(row)?.Expect(width))?.Apply(values);
    }

    public void Dispose()
    {
        foreach (var archive in _archives.Values.Where(archive => archive.IsValueCreated))
            archive.Value.Dispose();
    }

    private int FirstWidth()
    {
        // Where there is none, the first row is read all the same: the error names the archive that it lacks.
        var first = Enumerable.Range(0, Count).FirstOrDefault(row => System.IO.File.Exists(_entries[row].File));
        return Guard(first, entry => (int)Matrix(entry).Shape[1]);
    }

    private ArrayContent Matrix(KaldiScp.Entry entry)
    {
        var content = Archive(entry.File).Read(entry.Offset);
        content = entry.Range is { } range ? range.Of(content) : content;
        // First: as text, an empty matrix looks like an empty vector.
        CheckSize(entry, content.Shape[0], content.Shape[^1]);
        return content.Expect(-1, -1);
    }

    // No learner can read nothing, and native code ends in an error that names no line.
    private static void CheckSize(KaldiScp.Entry entry, long frames, long width)
    {
        var found = frames == 0 ? ", found none" : width == 0 ? $" of at least one value, found {frames} of none" : null;
        if (found is not null)
            throw new DataFormatException($"{entry.File}:{entry.Offset}", null, $"expected at least one frame{found}");
    }

    private KaldiArk Archive(string path) => _archives.GetOrAdd(path, file => new Lazy<KaldiArk>(() => KaldiArk.Open(file))).Value;

    // The line of the list is what a user can find; the archive's own message says what is wrong there.
    private T Guard<T>(int row, Func<KaldiScp.Entry, T> read)
    {
        try
        {
            return read(_entries[row]);
        }
        catch (DataFormatException error)
        {
            throw new DataFormatException(File, row + 1, $"expected frames of '{_entries[row].Key}', found: {error.Message}");
        }
    }
}
