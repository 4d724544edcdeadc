using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Reference.Data.Formats;

/// <summary>
/// Reads Kaldi archives: keys, each followed by a matrix or vector of floats or doubles, a compressed matrix, a vector of 32-bit integers, or any of them
/// as text. Nothing but the object asked for is in memory; reading is safe from several threads.
/// </summary>
internal sealed class KaldiArk : IDisposable
{
    // The longest header: of a compressed matrix, 2 bytes of mark, 4 of token and 16 of numbers.
    private const int MostHeaderBytes = 22;
    private const int MostKeyBytes = 4096;
    private const int TextBlock = 1 << 14;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly long _length;

    private KaldiArk(string path, FileStream stream) => (_path, _stream, _length) = (path, stream, stream.Length);

    public static KaldiArk Open(string path) => new(path, DataFile.Open(path));

    /// <summary>Keys with the places of their objects, as an scp file would give them, in file order.</summary>
    public IEnumerable<(string Key, long Offset)> Entries()
    {
        for (var position = 0L; NextKey(ref position) is { } key;)
        {
            var offset = position;
            var header = Header(offset);
            position = header.Encoding == "text" ? offset + Text(offset).Length : header.Start + header.ByteCount;
            yield return (key, offset);
        }
    }

    /// <summary>Reads what the object at a place says of itself, and checks that the file is long enough for it.</summary>
    public KaldiHeader Header(long offset)
    {
        Span<byte> bytes = stackalloc byte[MostHeaderBytes];
        if (offset < 0 || offset >= _length)
            throw Error(offset, $"an object within the file's {_length} bytes", "none");
        bytes = bytes[..RandomAccess.Read(_stream.SafeFileHandle, bytes, offset)];
        if (!bytes.StartsWith("\0B"u8))
            return bytes[0] == 0 ? throw Error(offset, "the mark 00 42 of a binary object, or text", Convert.ToHexString(bytes)) : new KaldiHeader("text", -1, -1, offset);
        var header = Parse(bytes, offset);
        if (header.Rows < 0 || header.Columns < -1 || header.Count > Array.MaxLength)
            throw Error(offset, $"from 0 to {Array.MaxLength} values", $"{header.Rows} rows{(header.IsMatrix ? $" of {header.Columns} columns" : "")}");
        return header.Start + header.ByteCount <= _length ? header
            : throw Error(offset, $"{header.ByteCount} bytes of values ({header.Encoding}, {header.Rows} rows{(header.IsMatrix ? $" of {header.Columns} columns" : "")})", $"{_length - header.Start}");
    }

    /// <summary>Reads the object at a place: (rows, columns) for a matrix, (values) for a vector.</summary>
    public ArrayContent Read(long offset)
    {
        var header = Header(offset);
        var name = $"{_path}:{offset}";
        if (header.Encoding == "text")
            return KaldiText.Parse(name, Encoding.UTF8.GetString(Text(offset)));
        var data = new byte[header.ByteCount];
        var found = ReadFully(data, header.Start);
        if (found < data.Length)
            throw Error(offset, $"{data.Length} bytes of values", $"{found}");
        return new ArrayContent(name, header.Dtype, header.IsMatrix ? [header.Rows, header.Columns] : [header.Rows], Values(header, data));
    }

    public void Dispose() => _stream.Dispose();

    private static Array Values(KaldiHeader header, byte[] data) => header.Encoding switch
    {
        "FM" or "FV" => MemoryMarshal.Cast<byte, float>(data).ToArray(),
        "DM" or "DV" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
        "int32" => Integers(data),
        "CM" => KaldiCompression.ByPercentiles(header, data),
        "CM2" => KaldiCompression.TwoBytes(header, data),
        _ => KaldiCompression.OneByte(header, data),
    };

    private static int[] Integers(byte[] data)
    {
        var values = new int[data.Length / 5];
        for (var index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan((5 * index) + 1));
        return values;
    }

    private KaldiHeader Parse(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.Length >= 7 && bytes[2] == 4)
            return new KaldiHeader("int32", BinaryPrimitives.ReadInt32LittleEndian(bytes[3..]), -1, offset + 7);
        var end = bytes[2..].IndexOf((byte)' ');
        var token = end < 0 ? "" : Encoding.Latin1.GetString(bytes[2..(2 + end)]);
        var numbers = end < 0 ? default : bytes[(end + 3)..];
        var start = offset + end + 3;
        return (token, numbers.Length) switch
        {
            ("FM" or "DM", >= 10) when numbers[0] == 4 && numbers[5] == 4 => new KaldiHeader(token, Integer(numbers[1..]), Columns(numbers[6..]), start + 10),
            ("FV" or "DV", >= 5) when numbers[0] == 4 => new KaldiHeader(token, Integer(numbers[1..]), -1, start + 5),
            ("CM" or "CM2" or "CM3", >= 16) => new KaldiHeader(token, Integer(numbers[8..]), Columns(numbers[12..]), start + 16)
            {
                Least = BinaryPrimitives.ReadSingleLittleEndian(numbers),
                Range = BinaryPrimitives.ReadSingleLittleEndian(numbers[4..]),
            },
            _ => throw Error(offset, "a matrix (FM, DM, CM, CM2, CM3) or a vector (FV, DV, int32)", Convert.ToHexString(bytes)),
        };

        static int Integer(ReadOnlySpan<byte> number) => BinaryPrimitives.ReadInt32LittleEndian(number);

        // -1 stands for a vector, so no file may say it.
        static int Columns(ReadOnlySpan<byte> number) => Integer(number) is >= 0 and var columns ? columns : int.MinValue;
    }

    private string? NextKey(ref long position)
    {
        Span<byte> bytes = stackalloc byte[MostKeyBytes];
        bytes = bytes[..ReadFully(bytes, position)];
        var skipped = bytes.IndexOfAnyExcept("\r\n\t "u8);
        if (skipped < 0)
            return bytes.Length < MostKeyBytes ? null : throw Error(position, "a key", "blanks");
        var length = bytes[skipped..].IndexOfAny((byte)' ', (byte)'\t');
        if (length < 0)
            throw Error(position, $"a key of at most {MostKeyBytes} bytes and a space", $"{bytes.Length - skipped} other bytes");
        var key = bytes.Slice(skipped, length);
        if (key.IndexOf((byte)0) >= 0)
            throw Error(position, "a key", Convert.ToHexString(key[..Math.Min(key.Length, 16)]));
        position += skipped + length + 1;
        return Encoding.UTF8.GetString(key);
    }

    // Up to the closing bracket, or to the end of the line where a vector of integers has no brackets.
    private byte[] Text(long offset)
    {
        var bytes = new List<byte>();
        var block = new byte[TextBlock];
        byte? stop = null;
        while (ReadFully(block, offset + bytes.Count) is > 0 and var found)
        {
            var part = block.AsSpan(0, found);
            stop ??= part.IndexOfAnyExcept("\t "u8) is >= 0 and var first ? part[first] == '[' ? (byte)']' : (byte)'\n' : null;
            if (stop is { } last && part.IndexOf(last) is >= 0 and var end)
            {
                bytes.AddRange(part[..(end + 1)]);
                return [.. bytes];
            }

            bytes.AddRange(part);
        }

        return stop == '\n' ? [.. bytes] : throw Error(offset, "text up to ']'", string.Create(CultureInfo.InvariantCulture, $"{bytes.Count} bytes without one"));
    }

    private int ReadFully(Span<byte> bytes, long position)
    {
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(_stream.SafeFileHandle, bytes[done..], position + done) is > 0 and var found)
            done += found;
        return done;
    }

    private DataFormatException Error(long offset, string expected, string found) => new(_path, null, $"expected {expected} at byte {offset}, found {found}");
}
