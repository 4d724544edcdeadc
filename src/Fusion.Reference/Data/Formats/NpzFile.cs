using System.IO.Compression;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads NumPy's .npz files: a zip archive with one .npy file per array.</summary>
internal sealed class NpzFile : IDisposable
{
    private const string Suffix = ".npy";
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly OrderedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private NpzFile(string path, ZipArchive archive)
    {
        _path = path;
        _archive = archive;
        // NumPy reads the last of several entries with one name, as zip tools do.
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal)))
            _entries[entry.FullName[..^Suffix.Length]] = entry;
    }

    /// <summary>Names of the arrays, in file order.</summary>
    public IReadOnlyList<string> Keys => [.. _entries.Keys];

    public static NpzFile Open(string path)
    {
        var stream = DataFile.Open(path);
        try
        {
            return new NpzFile(path, new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (InvalidDataException error)
        {
            stream.Dispose();
            throw new DataFormatException(path, null, $"expected a zip archive, found: {error.Message}");
        }
    }

    /// <summary>Reads one array.</summary>
    public ArrayContent Read(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            throw new DataFormatException(_path, null, $"expected one of the arrays {string.Join(", ", Keys)}, was asked for '{key}'");
        var name = $"{_path}[{key}]";
        if (entry.Length > Array.MaxLength)
            throw new DataFormatException(name, null, $"expected at most {Array.MaxLength} bytes, found {entry.Length}");
        try
        {
            using var packed = entry.Open();
            using var data = new MemoryStream();
            packed.CopyTo(data);
            data.Position = 0;
            return NpyFile.Read(data, name);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataFormatException(name, null, $"expected an intact zip entry, found: {error.Message}");
        }
    }

    public void Dispose() => _archive.Dispose();
}
