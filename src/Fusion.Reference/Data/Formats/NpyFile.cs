using Fusion.Layers.Interop;
using NumSharp;
using NumSharp.IO;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads and writes NumPy's .npy files.</summary>
internal static class NpyFile
{
    /// <summary>Reads a file of numbers, truth values or fixed-width text.</summary>
    public static ArrayContent Read(string path)
    {
        using var stream = DataFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream that can seek and starts at the magic bytes.</summary>
    internal static ArrayContent Read(Stream stream, string name)
    {
        var header = NpyHeader.Read(stream, name);
        if (header.Count > Array.MaxLength)
            throw new DataFormatException(name, null, $"expected at most {Array.MaxLength} elements, found {header.Count}");
        // NumSharp allocates what the header claims before it looks at the data.
        if (header.ByteCount > stream.Length - stream.Position)
            throw new DataFormatException(name, null, $"expected {header.ByteCount} bytes of data, found {stream.Length - stream.Position}");
        return new ArrayContent(name, header.Dtype, header.Shape, header.Kind == 'U' ? ReadText(stream, name, header) : ReadNumbers(stream, name, header));
    }

    /// <summary>Writes 32-bit floats.</summary>
    public static void Write(string path, float[] values, params long[] shape)
    {
        using var array = np.array(values);
        Write(path, array, shape);
    }

    /// <summary>Writes 16-bit floats.</summary>
    public static void Write(string path, Half[] values, params long[] shape)
    {
        using var array = np.array(values);
        Write(path, array, shape);
    }

    /// <summary>Writes 64-bit integers.</summary>
    public static void Write(string path, long[] values, params long[] shape)
    {
        using var array = np.array(values);
        Write(path, array, shape);
    }

    private static void Write(string path, NDArray array, long[] shape)
    {
        using var shaped = array.reshape(shape);
        AtomicFile.Write(path, stream => NpyFormat.WriteArray(stream, shaped));
    }

    private static Array ReadNumbers(Stream stream, string name, NpyHeader header)
    {
        stream.Position = 0;
        try
        {
            using var array = np.load_npy(stream);
            return array.typecode switch
            {
                NPTypeCode.Boolean => array.ToArray<bool>(),
                NPTypeCode.SByte => array.ToArray<sbyte>(),
                NPTypeCode.Byte => array.ToArray<byte>(),
                NPTypeCode.Int16 => array.ToArray<short>(),
                NPTypeCode.UInt16 => array.ToArray<ushort>(),
                NPTypeCode.Int32 => array.ToArray<int>(),
                NPTypeCode.UInt32 => array.ToArray<uint>(),
                NPTypeCode.Int64 => array.ToArray<long>(),
                NPTypeCode.UInt64 => array.ToArray<ulong>(),
                NPTypeCode.Half => array.ToArray<Half>(),
                NPTypeCode.Single => array.ToArray<float>(),
                NPTypeCode.Double => array.ToArray<double>(),
                _ => throw header.Unsupported(name),
            };
        }
        catch (Exception error) when (error is FormatException or NotSupportedException or OverflowException)
        {
            throw new DataFormatException(name, null, $"expected a .npy array of numbers, truth values or text, found: {error.Message}");
        }
    }

    // NumSharp has no text type; NumPy's is UTF-32, padded with zeros to a fixed width.
    private static string[] ReadText(Stream stream, string name, NpyHeader header)
    {
        if (header.Shape.Length > 1 && header.FortranOrder)
            throw header.Unsupported(name);
        var encoding = new System.Text.UTF32Encoding(header.BigEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        var cell = new byte[header.ItemSize];
        var values = new string[header.Count];
        try
        {
            for (var index = 0; index < values.Length; index++)
            {
                stream.ReadExactly(cell);
                values[index] = encoding.GetString(cell).TrimEnd('\0');
            }
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new DataFormatException(name, null, "expected UTF-32 text, found an invalid code point");
        }

        return values;
    }
}
