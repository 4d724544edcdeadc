using System.Text;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads UTF-8 text by lines, strictly: a byte sequence that is not UTF-8 is an error, never a replacement character.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Yields each line without its line end (LF or CRLF); a byte-order mark is skipped.</summary>
    public static IEnumerable<string> Read(string path)
    {
        var bytes = DataFile.ReadAllBytes(path);
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (long number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            var stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            yield return Decode(path, number, bytes.AsSpan(start, stop - start));
            start = end + 1;
        }
    }

    private static string Decode(string path, long number, ReadOnlySpan<byte> line)
    {
        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException error)
        {
            var bytes = Convert.ToHexString(error.BytesUnknown ?? []);
            throw new DataFormatException(path, number, $"expected UTF-8 text, found the bytes {bytes} at byte {error.Index + 1} of the line");
        }
    }
}
