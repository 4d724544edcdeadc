using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace Fusion.Reference.Data.Formats;

/// <summary>Rows of a memory-mapped .npy file: vectors (N, D) or segments (N, T, D) of floats or integers in row-major order, little-endian.</summary>
internal sealed class NpyRows : IFeatureRows
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly NpyHeader _header;
    private readonly long _start;
    private readonly int _frames;

    private NpyRows(string path, FileStream stream, NpyHeader header)
    {
        (File, _header, _start) = (path, header, stream.Position);
        Count = (int)header.Shape[0];
        _frames = header.Shape.Length == 3 ? (int)header.Shape[1] : 1;
        Width = (int)header.Shape[^1];
        _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    public string File { get; }

    public int Count { get; }

    public int Width { get; }

    public FeatureKind Kind => _header.Shape.Length == 3 ? FeatureKind.Segments : FeatureKind.Vector;

    /// <summary>Maps a file; says what was expected where it is not such an array.</summary>
    public static NpyRows Open(string path)
    {
        var stream = DataFile.Open(path);
        try
        {
            var header = NpyHeader.Read(stream, path);
            Check(path, header, stream.Length - stream.Position);
            return new NpyRows(path, stream, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public int Frames(int row) => _frames;

    public void Read(int row, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _frames * Width, nameof(values));
        ReadAt((long)row * values.Length, values);
    }

    /// <summary>Reads elements from any position on, whatever row they are in.</summary>
    internal void ReadAt(long first, Span<float> values)
    {
        switch (_header.Kind, _header.ItemSize)
        {
            case ('f', 4):
                _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_start + (4 * first)), values);
                break;
            case ('f', 2):
                Convert<Half>(first, values);
                break;
            case ('f', 8):
                Convert<double>(first, values);
                break;
            case ('u' or 'b', 1):
                Convert<byte>(first, values);
                break;
            case ('i', 1):
                Convert<sbyte>(first, values);
                break;
            case ('i', 2):
                Convert<short>(first, values);
                break;
            case ('i', 4):
                Convert<int>(first, values);
                break;
            default:
                Convert<long>(first, values);
                break;
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }

    private static void Check(string path, NpyHeader header, long available)
    {
        var known = header.Kind is 'f' ? header.ItemSize is 2 or 4 or 8 : header.Kind is 'i' ? header.ItemSize is 1 or 2 or 4 or 8 : header.Kind is 'u' or 'b' && header.ItemSize == 1;
        if (!known || header.FortranOrder || (header.BigEndian && header.ItemSize > 1))
            throw new DataFormatException(path, null,
                $"expected little-endian floats, signed integers or bytes in row-major order, found dtype {header.Dtype}{(header.FortranOrder ? " in Fortran order" : "")}");
        if (header.Shape.Length is not (2 or 3) || header.Shape[1..].Any(size => size is 0 or > 1 << 24) || header.Shape[0] > int.MaxValue)
            throw new DataFormatException(path, null, $"expected shape (any, any) or (any, any, any), found {ArrayContent.Describe(header.Shape)}");
        if (header.ByteCount > available)
            throw new DataFormatException(path, null, $"expected {header.ByteCount} bytes of data, found {available}");
    }

    private void Convert<T>(long first, Span<float> values) where T : unmanaged, INumberBase<T>
    {
        const int Block = 2048;
        Span<T> items = stackalloc T[Math.Min(Block, values.Length)];
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        for (var done = 0; done < values.Length; done += items.Length)
        {
            var part = items[..Math.Min(items.Length, values.Length - done)];
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_start + (size * (first + done))), part);
            for (var index = 0; index < part.Length; index++)
                values[done + index] = float.CreateTruncating(part[index]);
        }
    }
}
