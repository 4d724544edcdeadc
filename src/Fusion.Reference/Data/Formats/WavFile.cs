using System.Buffers.Binary;
using Fusion.Layers.Interop;

namespace Fusion.Reference.Data.Formats;

/// <summary>
/// Reads RIFF/WAVE files of PCM samples (8, 16, 24, 32 bits) or IEEE floats (32, 64 bits), plain or WAVE_FORMAT_EXTENSIBLE, with any number of
/// channels and any other chunks; writes 16-bit PCM.
/// </summary>
internal static class WavFile
{
    private const int HeaderBytes = 44;

    /// <summary>Reads a whole file.</summary>
    public static WavContent Read(string path)
    {
        using var stream = DataFile.Open(path);
        var header = WavHeader.Read(stream, path);
        var size = header.Frames * header.Channels * header.BytesPerSample;
        if (size > Array.MaxLength)
            throw new DataFormatException(path, null, $"expected at most {Array.MaxLength} bytes of samples, found {size}");
        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return new WavContent(path, header, Decode(bytes, header.Encoding));
    }

    /// <summary>Writes one channel of 16-bit PCM, whole or not at all.</summary>
    /// <param name="path">Target file; its folder must exist.</param>
    /// <param name="samples">Values in [-1, 1); what lies outside is clipped.</param>
    /// <param name="rate">Samples in a second.</param>
    public static void Write(string path, ReadOnlySpan<float> samples, int rate)
    {
        var content = Encode(samples, rate);
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The content of a file of one channel of 16-bit PCM.</summary>
    internal static byte[] Encode(ReadOnlySpan<float> samples, int rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var content = new byte[HeaderBytes + 2 * samples.Length];
        WriteHeader(content, rate);
        for (var index = 0; index < samples.Length; index++)
        {
            var scaled = Math.Clamp(MathF.Round(samples[index] * 32768), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(HeaderBytes + 2 * index), (short)scaled);
        }

        return content;
    }

    private static void WriteHeader(Span<byte> content, int rate)
    {
        "RIFF"u8.CopyTo(content);
        BinaryPrimitives.WriteInt32LittleEndian(content[4..], content.Length - 8);
        "WAVEfmt "u8.CopyTo(content[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(content[16..], 16);
        // Tag 1 is PCM, one channel.
        BinaryPrimitives.WriteInt16LittleEndian(content[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(content[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(content[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(content[28..], 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(content[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(content[34..], 16);
        "data"u8.CopyTo(content[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(content[40..], content.Length - HeaderBytes);
    }

    private static float[] Decode(byte[] bytes, WavEncoding encoding) => encoding switch
    {
        WavEncoding.PCM_U8 => Decode(bytes, 1, sample => (sample[0] - 128) / 128f),
        WavEncoding.PCM_16 => Decode(bytes, 2, sample => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768f),
        WavEncoding.PCM_24 => Decode(bytes, 3, sample => ((sample[0] << 8 | sample[1] << 16 | sample[2] << 24) >> 8) / 8388608f),
        WavEncoding.PCM_32 => Decode(bytes, 4, sample => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648f),
        WavEncoding.FLOAT => Decode(bytes, 4, BinaryPrimitives.ReadSingleLittleEndian),
        _ => Decode(bytes, 8, sample => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample)),
    };

    private static float[] Decode(byte[] bytes, int width, Func<ReadOnlySpan<byte>, float> decode)
    {
        var samples = new float[bytes.Length / width];
        for (var index = 0; index < samples.Length; index++)
            samples[index] = decode(bytes.AsSpan(index * width, width));
        return samples;
    }
}
