using System.Buffers.Binary;

namespace Fusion.Reference.Data.Formats;

/// <summary>What precedes the samples of a RIFF/WAVE file: the chunks up to <c>data</c>.</summary>
/// <param name="Encoding">How a sample is stored.</param>
/// <param name="Channels">Samples in a frame, at least one.</param>
/// <param name="Rate">Frames in a second.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="DataStart">Where in the file the samples begin.</param>
internal sealed record WavHeader(WavEncoding Encoding, int Channels, int Rate, long Frames, long DataStart)
{
    private const ushort Pcm = 1;
    private const ushort IeeeFloat = 3;
    private const ushort Extensible = 0xFFFE;

    // The last 14 bytes of a format GUID that stands for a plain format tag.
    private static readonly byte[] TagGuidTail = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public int BytesPerSample => Encoding switch
    {
        WavEncoding.PCM_U8 => 1,
        WavEncoding.PCM_16 => 2,
        WavEncoding.PCM_24 => 3,
        WavEncoding.DOUBLE => 8,
        _ => 4,
    };

    /// <summary>Length of the recording.</summary>
    public double Seconds => Frames / (double)Rate;

    /// <summary>Reads the header of a file.</summary>
    public static WavHeader Read(string path)
    {
        using var stream = DataFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream that can seek; it is left at the first sample.</summary>
    internal static WavHeader Read(Stream stream, string name)
    {
        ReadRiff(stream, name);
        WavHeader? format = null;
        Span<byte> chunk = stackalloc byte[8];
        while (stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) is var read and > 0)
        {
            if (read < chunk.Length)
                throw Error(name, $"expected 8 bytes of chunk name and size at byte {stream.Position - read}, found {read}");
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var left = stream.Length - stream.Position;
            if (size > left)
                throw Error(name, $"expected {size} bytes in the chunk {Name(chunk[..4])}, found {left}");
            if (chunk.StartsWith("data"u8))
                return (format ?? throw Error(name, "expected a chunk 'fmt ' before the samples, found none")).WithData(name, size, stream.Position);
            var next = stream.Position + size;
            if (chunk.StartsWith("fmt "u8))
                format = ReadFormat(stream, name, size);
            // Chunks begin at even bytes.
            stream.Position = Math.Min(next + (size & 1), stream.Length);
        }

        throw Error(name, "expected a chunk 'data', found none");
    }

    private static void ReadRiff(Stream stream, string name)
    {
        Span<byte> riff = stackalloc byte[12];
        var read = stream.ReadAtLeast(riff, riff.Length, throwOnEndOfStream: false);
        if (read < riff.Length || !riff.StartsWith("RIFF"u8) || !riff[8..].SequenceEqual("WAVE"u8))
            throw Error(name, $"expected a RIFF/WAVE file, found one that starts with the bytes {Convert.ToHexString(riff[..read])}");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]);
        // One byte short is the padding that some writers count but leave out at the end.
        if (size > stream.Length - 8 + 1)
            throw Error(name, $"expected {size + 8L} bytes, as the RIFF header says, found {stream.Length}");
    }

    private static WavHeader ReadFormat(Stream stream, string name, uint size)
    {
        if (size < 16)
            throw Error(name, $"expected a chunk 'fmt ' of at least 16 bytes, found {size}");
        Span<byte> format = stackalloc byte[40];
        format = format[..(int)Math.Min(size, 40)];
        stream.ReadExactly(format);
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        if (tag == Extensible)
            tag = ExtensibleTag(format, name);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int align = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        var header = new WavHeader(EncodingOf(tag, bits, name), channels, (int)rate, 0, 0);
        if (channels == 0)
            throw Error(name, "expected at least one channel, found 0");
        if (rate is 0 or > int.MaxValue)
            throw Error(name, $"expected a sample rate from 1 to {int.MaxValue}, found {rate}");
        return align == channels * header.BytesPerSample ? header
            : throw Error(name, $"expected {channels * header.BytesPerSample} bytes in a frame of {channels} x {bits} bits, found {align}");
    }

    private static ushort ExtensibleTag(ReadOnlySpan<byte> format, string name)
    {
        if (format.Length < 40)
            throw Error(name, $"expected 40 bytes of extensible format, found {format.Length}");
        return format[26..].SequenceEqual(TagGuidTail)
            ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..])
            : throw Error(name, $"expected PCM or float samples, found the format {new Guid(format[24..])}");
    }

    private static WavEncoding EncodingOf(ushort tag, int bits, string name) => (tag, bits) switch
    {
        (Pcm, 8) => WavEncoding.PCM_U8,
        (Pcm, 16) => WavEncoding.PCM_16,
        (Pcm, 24) => WavEncoding.PCM_24,
        (Pcm, 32) => WavEncoding.PCM_32,
        (IeeeFloat, 32) => WavEncoding.FLOAT,
        (IeeeFloat, 64) => WavEncoding.DOUBLE,
        _ => throw Error(name, $"expected PCM samples of 8, 16, 24 or 32 bits or floats of 32 or 64, found format tag {tag} with {bits} bits"),
    };

    private WavHeader WithData(string name, uint size, long start)
    {
        var frame = Channels * BytesPerSample;
        return size % frame == 0
            ? this with { Frames = size / frame, DataStart = start }
            : throw Error(name, $"expected whole frames of {frame} bytes, found {size} bytes of samples");
    }

    private static string Name(ReadOnlySpan<byte> name) => $"'{System.Text.Encoding.Latin1.GetString(name)}'";

    private static DataFormatException Error(string file, string message) => new(file, null, message);
}
