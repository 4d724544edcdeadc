namespace Fusion.Reference.Data.Formats;

/// <summary>Opens a file of features by its name: .npy, HDF5, or a Kaldi list of frames (.scp).</summary>
internal static class FeatureFile
{
    private const string DefaultKey = "global_feats";

    /// <summary>Endings of the names that are known.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".npy", ".hdf5", ".h5", ".scp"];

    /// <summary>Opens the rows of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Which array of an HDF5 file; null: global_feats, or its only one.</param>
    public static IFeatureRows Open(string path, string? key = null) => Path.GetExtension(path) switch
    {
        ".npy" => NpyRows.Open(path),
        ".hdf5" or ".h5" => OpenHdf5(path, key),
        ".scp" => KaldiScp.Read(path) is { Count: > 0 } entries ? new KaldiRows(path, entries)
            : throw new DataFormatException(path, 1, "expected 'key file:offset', found an empty file"),
        var other => throw new DataFormatException(path, null, $"expected a name that ends in {string.Join(", ", Extensions)}, found '{other}'"),
    };

    private static IFeatureRows OpenHdf5(string path, string? key)
    {
        var file = Hdf5File.Open(path);
        try
        {
            return file.Rows(key ?? (file.Keys.Contains(DefaultKey) ? DefaultKey : null));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
