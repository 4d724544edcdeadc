using System.Buffers;
using System.Text;

namespace Fusion.Reference.Data.Formats;

/// <summary>
/// Reads UTF-8 text by lines, plain or packed by gzip, strictly: a byte sequence that is not UTF-8 is an error, never a replacement character.
/// </summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Yields each line without its line end (LF or CRLF) as it comes; a byte-order mark is skipped.</summary>
    public static IEnumerable<string> Read(string path)
    {
        using var file = DataFile.Open(path);
        using Stream content = file.CanSeek ? file : Kept(file);
        using var packed = GzipText.IsIn(content) ? new GzipText(path, content) : null;
        Func<byte[], int> read = packed is null ? buffer => content.Read(buffer) : packed.Read;
        foreach (var line in Read(read, path))
            yield return line;
    }

    /// <summary>Yields the lines of plain text as they come, such as those of the standard input.</summary>
    /// <param name="stream">Read to its end and left open.</param>
    /// <param name="name">What messages call it.</param>
    public static IEnumerable<string> Read(Stream stream, string name) => Read(buffer => stream.Read(buffer), name);

    // A pipe gives its bytes once, and a packed file is looked into from both ends.
    private static MemoryStream Kept(Stream pipe)
    {
        var content = new MemoryStream();
        pipe.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static IEnumerable<string> Read(Func<byte[], int> read, string name)
    {
        var buffer = new byte[1 << 14];
        var line = new ArrayBufferWriter<byte>();
        long number = 1;
        for (int found; (found = read(buffer)) > 0;)
        {
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, found - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                line.Write(buffer.AsSpan(start, length));
                yield return DecodeMarked(name, number++, line.WrittenSpan);
                line.ResetWrittenCount();
            }

            line.Write(buffer.AsSpan(start, found - start));
        }

        // A mark alone begins no line.
        if (line.WrittenCount > 0 && !(number == 1 && line.WrittenSpan.SequenceEqual(Encoding.UTF8.Preamble)))
            yield return DecodeMarked(name, number, line.WrittenSpan);
    }

    private static string DecodeMarked(string name, long number, ReadOnlySpan<byte> line) =>
        Decode(name, number, number == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line);

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
