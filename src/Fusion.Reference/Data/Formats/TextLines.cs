using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Fusion.Reference.Data.Formats;

/// <summary>
/// Reads UTF-8 text by lines, plain or packed by gzip, strictly: a byte sequence that is not UTF-8 is an error, never a replacement character.
/// </summary>
internal static class TextLines
{
    private const int LeastGzipBytes = 18;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Yields each line without its line end (LF or CRLF); a byte-order mark is skipped.</summary>
    public static IEnumerable<string> Read(string path)
    {
        var bytes = Unpack(path, DataFile.ReadAllBytes(path));
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (long number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            yield return Decode(path, number, bytes.AsSpan(start, end - start));
            start = end + 1;
        }
    }

    /// <summary>Yields the lines of plain text as they come, such as those of the standard input.</summary>
    /// <param name="stream">Read to its end and left open.</param>
    /// <param name="name">What messages call it.</param>
    public static IEnumerable<string> Read(Stream stream, string name)
    {
        var buffer = new byte[1 << 14];
        var line = new ArrayBufferWriter<byte>();
        long number = 1;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, read - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                line.Write(buffer.AsSpan(start, length));
                yield return DecodeMarked(name, number++, line.WrittenSpan);
                line.ResetWrittenCount();
            }

            line.Write(buffer.AsSpan(start, read - start));
        }

        if (line.WrittenCount > 0)
            yield return DecodeMarked(name, number, line.WrittenSpan);
    }

    private static string DecodeMarked(string name, long number, ReadOnlySpan<byte> line) =>
        Decode(name, number, number == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line);

    // No UTF-8 text begins with these two bytes, so the content decides and not the name.
    private static byte[] Unpack(string path, byte[] bytes)
    {
        if (bytes is not [0x1f, 0x8b, ..])
            return bytes;
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var text = new MemoryStream();
        try
        {
            packed.CopyTo(text);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataFormatException(path, null, $"expected an intact gzip file, found: {error.Message}");
        }

        // The reader takes a cut file for a shorter one. The last four bytes are the size of what was packed, or of the last of several parts.
        var size = bytes.Length < LeastGzipBytes ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4));
        return text.Length >= size ? text.ToArray() : throw new DataFormatException(path, null, $"expected an intact gzip file, found one that is cut off after {text.Length} bytes of text");
    }

    private static string Decode(string path, long number, ReadOnlySpan<byte> line)
    {
        try
        {
            return Strict.GetString(line is [.., (byte)'\r'] ? line[..^1] : line);
        }
        catch (DecoderFallbackException error)
        {
            var bytes = Convert.ToHexString(error.BytesUnknown ?? []);
            throw new DataFormatException(path, number, $"expected UTF-8 text, found the bytes {bytes} at byte {error.Index + 1} of the line");
        }
    }
}
