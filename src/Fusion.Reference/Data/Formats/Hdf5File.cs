using PureHDF;
using PureHDF.VOL.Native;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads arrays of numbers or text from HDF5 files. The filters of the format itself are known; those of plug-ins, such as blosc or lzf, are not.</summary>
internal sealed class Hdf5File : IDisposable
{
    // Deeper than any data set nests its groups; links may form a circle.
    private const int MostDepth = 16;

    private readonly string _path;
    private readonly NativeFile _file;
    private readonly OrderedDictionary<string, IH5Dataset> _datasets = new(StringComparer.Ordinal);

    private Hdf5File(string path, NativeFile file) => (_path, _file) = (path, file);

    /// <summary>The eight bytes that a file starts with.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Names of the arrays with the groups they are in, such as <c>video/features</c>, in the file's order.</summary>
    public IReadOnlyList<string> Keys => [.. _datasets.Keys];

    public static Hdf5File Open(string path)
    {
        var stream = DataFile.Open(path);
        return Guard(path, () =>
        {
            try
            {
                var file = new Hdf5File(path, H5File.Open(stream, leaveOpen: false));
                file.Collect(file._file, "", 0);
                return file;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        });
    }

    /// <summary>Dimensions of an array.</summary>
    public long[] Shape(string key) => Guard(Name(key), () => Array.ConvertAll(Dataset(key).Space.Dimensions, size => checked((long)size)));

    /// <summary>Reads one array.</summary>
    public ArrayContent Read(string key)
    {
        var shape = Shape(key);
        var dataset = Dataset(key);
        return Guard(Name(key), () =>
        {
            if (shape.Aggregate(1L, (product, size) => checked(product * size)) > Array.MaxLength)
                throw new DataFormatException(Name(key), null, $"expected at most {Array.MaxLength} elements, found shape {ArrayContent.Describe(shape)}");
            var (dtype, read) = Reader(key, dataset);
            return new ArrayContent(Name(key), dtype, shape, read(null));
        });
    }

    /// <summary>Opens an array (N, D) or (N, T, D) for reading by rows; the file has to stay open as long.</summary>
    /// <param name="key">Which array; null: the only one with two or three dimensions.</param>
    public Hdf5Rows Rows(string? key = null)
    {
        string[] found = key is null ? [.. Keys.Where(name => Shape(name).Length is 2 or 3)] : [key];
        return found.Length == 1
            ? new Hdf5Rows(this, found[0], Name(found[0]))
            : throw new DataFormatException(_path, null, $"expected one array with two or three dimensions, found {(found.Length == 0 ? "none" : string.Join(", ", found))}");
    }

    /// <summary>Reads some rows of an array as they are stored.</summary>
    internal Array Read(string key, PureHDF.Selections.HyperslabSelection selection) => Guard(Name(key), () => Reader(key, Dataset(key)).Read(selection));

    public void Dispose() => _file.Dispose();

    private (string Dtype, Func<PureHDF.Selections.Selection?, Array> Read) Reader(string key, IH5Dataset dataset)
    {
        var type = dataset.Type;
        return (type.Class, type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 2) => ("float16", part => dataset.Read<Half[]>(part)),
            (H5DataTypeClass.FloatingPoint, 4) => ("float32", part => dataset.Read<float[]>(part)),
            (H5DataTypeClass.FloatingPoint, 8) => ("float64", part => dataset.Read<double[]>(part)),
            (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? ("int8", part => dataset.Read<sbyte[]>(part)) : ("uint8", part => dataset.Read<byte[]>(part)),
            (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? ("int16", part => dataset.Read<short[]>(part)) : ("uint16", part => dataset.Read<ushort[]>(part)),
            (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? ("int32", part => dataset.Read<int[]>(part)) : ("uint32", part => dataset.Read<uint[]>(part)),
            (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? ("int64", part => dataset.Read<long[]>(part)) : ("uint64", part => dataset.Read<ulong[]>(part)),
            (H5DataTypeClass.String or H5DataTypeClass.VariableLength, _) => ("str", part => dataset.Read<string[]>(part)),
            _ => throw new DataFormatException(Name(key), null, $"expected numbers or text, found {type.Class} of {type.Size} bytes"),
        };
    }

    private IH5Dataset Dataset(string key) =>
        _datasets.TryGetValue(key, out var dataset) ? dataset : throw new DataFormatException(_path, null, $"expected one of the arrays {string.Join(", ", Keys)}, was asked for '{key}'");

    private string Name(string key) => $"{_path}[{key}]";

    private void Collect(IH5Group group, string prefix, int depth)
    {
        foreach (var child in group.Children())
            if (child is IH5Dataset dataset)
                _datasets.TryAdd(prefix + child.Name, dataset);
            else if (child is IH5Group inner && depth < MostDepth)
                Collect(inner, $"{prefix}{child.Name}/", depth + 1);
    }

    // The library throws plain exceptions of many types for a file that is damaged or uses what it does not know; none of them is a fault of this program.
    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (DataFormatException or OutOfMemoryException or ObjectDisposedException))
        {
            throw new DataFormatException(name, null, $"expected an intact HDF5 file without plug-in filters, found: {error.Message}");
        }
    }
}
