using System.Buffers.Binary;
using FsCheck.Xunit;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class WavFileTests
{
    [Fact]
    public void Reads_what_another_program_wrote()
    {
        using var folder = new TemporaryFolder();
        var cases = Golden.Formats["wav"]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var golden in cases)
        {
            var read = WavFile.Read(folder.Write("golden.wav", Golden.Bytes(golden!)));

            Assert.Equal(((int)golden!["rate"]!, (int)golden["channels"]!), (read.Header.Rate, read.Header.Channels));
            Assert.StartsWith($"{read.Header.Encoding}", (string)golden["subtype"]!);
            for (var channel = 0; channel < read.Header.Channels; channel++)
                Assert.All(
                    Golden.Numbers(golden[$"expected_ch{channel}"]!).Index(),
                    pair => Assert.Equal(pair.Item, read.Samples[pair.Index * read.Header.Channels + channel], (double)golden["tol"]!));
        }
    }

    [Theory]
    [InlineData(1, 8, "PCM_U8", new byte[] { 0, 128, 255 }, new[] { -1, 0, 127 / 128f })]
    [InlineData(1, 16, "PCM_16", new byte[] { 0, 0x80, 1, 0 }, new[] { -1, 1 / 32768f })]
    [InlineData(1, 24, "PCM_24", new byte[] { 0, 0, 0x80, 0xff, 0xff, 0xff, 0, 0, 0x40 }, new[] { -1, -1 / 8388608f, 0.5f })]
    [InlineData(1, 32, "PCM_32", new byte[] { 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1, 0.5f })]
    [InlineData(3, 32, "FLOAT", new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0 }, new[] { 1, -2.5f })]
    [InlineData(3, 64, "DOUBLE", new byte[] { 0, 0, 0, 0, 0, 0, 0xe0, 0x3f }, new[] { 0.5f })]
    public void Reads_every_encoding(int tag, int bits, string dtype, byte[] data, float[] expected)
    {
        foreach (var good in new[] { File(data, tag, bits), Extensible(data, tag, bits) })
        {
            var array = Read(good).ToArray();

            Assert.Equal(dtype, array.Dtype);
            Assert.Equal([expected.Length, 1], array.Shape);
            Assert.Equal(expected, array.ToSingle());
        }
    }

    [Fact]
    public void Reads_channels_by_frames_and_mixes_them_to_their_mean()
    {
        var read = Read(File([0, 64, 128, 192, 255, 128], bits: 8, channels: 3));

        Assert.Equal([2, 3], read.ToArray().Shape);
        Assert.Equal([-1, -0.5f, 0, 0.5f, 127 / 128f, 0], read.Samples);
        Assert.Equal([-0.5f, (0.5f + 127 / 128f) / 3], read.ToMono());
    }

    [Fact]
    public void Passes_over_other_chunks_and_their_padding()
    {
        var plain = File([1, 2, 3, 4]);
        byte[] odd = [.. "LIST"u8, 3, 0, 0, 0, 7, 7, 7, 0];
        byte[] chunks = [.. plain[12..36], .. odd, .. plain[36..], .. odd, .. "id3 "u8, 1, 0, 0, 0, 9];
        byte[] good = [.. "RIFF"u8, .. BitConverter.GetBytes(4 + odd.Length + chunks.Length), .. "WAVE"u8, .. odd, .. chunks];

        Assert.Equal([513 / 32768f, 1027 / 32768f], Read(good).Samples);
    }

    [Fact]
    public void Reads_a_recording_of_nothing() => Assert.Empty(Read(File([])).Samples);

    [Theory]
    [InlineData(0, "RIFX", "RIFF/WAVE")]
    [InlineData(8, "AVI ", "RIFF/WAVE")]
    [InlineData(4, "\u0032\u0000\u0000\u0000", "expected 58 bytes, as the RIFF header says, found 48")]
    [InlineData(12, "fmt?", "chunk 'fmt ' before the samples")]
    [InlineData(16, "\u000e", "at least 16 bytes, found 14")]
    [InlineData(16, "\u0000\u0001", "256 bytes in the chunk 'fmt ', found 28")]
    [InlineData(20, "\u0055", "format tag 85 with 16 bits")]
    [InlineData(20, "\u0003", "format tag 3 with 16 bits")]
    [InlineData(22, "\u0000", "at least one channel, found 0")]
    [InlineData(24, "\u0000\u0000\u0000\u0000", "sample rate from 1")]
    [InlineData(27, "\u00ff", "sample rate from 1")]
    [InlineData(32, "\u0003", "expected 2 bytes in a frame of 1 x 16 bits, found 3")]
    [InlineData(34, "\u000c", "format tag 1 with 12 bits")]
    [InlineData(36, "date", "expected a chunk 'data', found none")]
    [InlineData(40, "\u0003", "whole frames of 2 bytes, found 3")]
    [InlineData(40, "\u00ff\u00ff\u00ff\u00ff", "4294967295 bytes in the chunk 'data', found 4")]
    public void Refuses_a_header_that_lies(int offset, string patch, string reason)
    {
        var bad = File([1, 2, 3, 4]);
        System.Text.Encoding.Latin1.GetBytes(patch).CopyTo(bad, offset);

        Assert.Contains(reason, Hostile.Refused(bad, "bad.wav", path => WavFile.Read(path)).Message);
    }

    [Fact]
    public void Refuses_an_extensible_format_it_does_not_know()
    {
        var bad = Extensible([1, 2], 1, 16);
        bad[46] ^= 1;

        Assert.Contains("expected PCM or float samples, found the format", Hostile.Refused(bad, "bad.wav", path => WavFile.Read(path)).Message);
    }

    [Fact]
    public void Survives_every_truncation_and_any_change_of_bytes()
    {
        var plain = File([1, 2, 3, 4]);
        var extensible = Extensible([1, 2, 3, 4], 1, 16);

        Assert.True(Hostile.Attack(plain, "bad.wav", path => WavFile.Read(path)) >= plain.Length);
        Assert.True(Hostile.Attack(extensible, "bad.wav", path => WavFile.Read(path)) >= extensible.Length);
    }

    [Property(MaxTest = 50)]
    public void Reads_back_what_it_wrote(short[] samples, byte rate)
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder["a.wav"], [.. samples.Select(sample => sample / 32768f)], rate + 1);

        var read = WavFile.Read(folder["a.wav"]);

        Assert.Equal(new WavHeader(WavEncoding.PCM_16, 1, rate + 1, samples.Length, 44), read.Header);
        Assert.Equal(samples.Select(sample => sample / 32768f), read.Samples);
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Clips_what_is_too_loud()
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder["a.wav"], [1, 7, -1, -7, 0.4f / 32768], 8000);

        Assert.Equal([32767 / 32768f, 32767 / 32768f, -1, -1, 0], WavFile.Read(folder["a.wav"]).Samples);
    }

    /// <summary>A file of samples given as bytes.</summary>
    internal static byte[] File(byte[] data, int tag = 1, int bits = 16, int channels = 1, int rate = 16_000) =>
        Riff(Format(tag, bits, channels, rate), data);

    private static byte[] Extensible(byte[] data, int tag, int bits) =>
        Riff([.. Format(0xFFFE, bits, 1, 16_000), 22, 0, (byte)bits, 0, 0, 0, 0, 0, (byte)tag, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71], data);

    private static byte[] Riff(byte[] format, byte[] data) =>
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(20 + format.Length + data.Length), .. "WAVE"u8,
        .. "fmt "u8, .. BitConverter.GetBytes(format.Length), .. format, .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
    ];

    private static byte[] Format(int tag, int bits, int channels, int rate)
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        return format;
    }

    private static WavContent Read(byte[] content)
    {
        using var folder = new TemporaryFolder();
        return WavFile.Read(folder.Write("a.wav", content));
    }
}
