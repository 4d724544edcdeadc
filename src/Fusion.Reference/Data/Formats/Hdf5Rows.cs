using PureHDF.Selections;

namespace Fusion.Reference.Data.Formats;

/// <summary>Rows of an array (N, D) or (N, T, D) in an HDF5 file. The library reads from one place at a time, so readers wait for each other.</summary>
internal sealed class Hdf5Rows : IFeatureRows
{
    private readonly Hdf5File _file;
    private readonly string _key;
    private readonly long[] _shape;
    private readonly Lock _gate = new();

    internal Hdf5Rows(Hdf5File file, string key, string name)
    {
        (_file, _key, _shape, File) = (file, key, file.Shape(key), name);
        if (_shape.Length is not (2 or 3) || _shape[0] > int.MaxValue || _shape[1..].Any(size => size is 0 or > 1 << 24))
            throw new DataFormatException(name, null, $"expected shape (any, any) or (any, any, any), found {ArrayContent.Describe(_shape)}");
    }

    public string File { get; }

    public int Count => (int)_shape[0];

    public int Width => (int)_shape[^1];

    public FeatureKind Kind => _shape.Length == 3 ? FeatureKind.Segments : FeatureKind.Vector;

    public int Frames(int row) => _shape.Length == 3 ? (int)_shape[1] : 1;

    public void Read(int row, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        ulong[] starts = [(ulong)row, .. _shape[1..].Select(_ => 0UL)];
        ulong[] blocks = [1, .. _shape[1..].Select(size => (ulong)size)];
        lock (_gate)
            new ArrayContent(File, "", _shape, _file.Read(_key, new HyperslabSelection(_shape.Length, starts, blocks))).ToSingle().CopyTo(values);
    }

    /// <summary>Closes the file with it.</summary>
    public void Dispose() => _file.Dispose();
}
