using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Reference.Data.Formats;

/// <summary>Puts matrices into a Kaldi archive, one after the other.</summary>
internal sealed class KaldiArkWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Adds a matrix of 32-bit floats.</summary>
    /// <param name="key">Its name, without blanks.</param>
    /// <param name="values">Its values in row-major order.</param>
    /// <param name="columns">Values in a row.</param>
    /// <returns>The place that a list has to give for it.</returns>
    public long Matrix(string key, ReadOnlySpan<float> values, int columns) => Add(key, "FM "u8, MemoryMarshal.AsBytes(values), values.Length / columns, columns);

    /// <summary>Adds a matrix of 64-bit floats.</summary>
    public long Matrix(string key, ReadOnlySpan<double> values, int columns) => Add(key, "DM "u8, MemoryMarshal.AsBytes(values), values.Length / columns, columns);

    public byte[] ToArray() => _bytes.ToArray();

    private long Add(string key, ReadOnlySpan<byte> token, ReadOnlySpan<byte> values, int rows, int columns)
    {
        _bytes.Write(Encoding.UTF8.GetBytes(key + " "));
        var place = _bytes.Position;
        _bytes.Write("\0B"u8);
        _bytes.Write(token);
        Span<byte> sizes = [4, 0, 0, 0, 0, 4, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(sizes[1..], rows);
        BinaryPrimitives.WriteInt32LittleEndian(sizes[6..], columns);
        _bytes.Write(sizes);
        _bytes.Write(values);
        return place;
    }
}
