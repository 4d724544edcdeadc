using System.IO.Compression;
using System.IO.Pipes;
using System.Text;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class TextLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Unpacks_gzip_whatever_the_name(int parts)
    {
        using var folder = new TemporaryFolder();
        var packed = Pack("a b\nà\u2028c\n");
        var path = folder.Write("text", [.. Enumerable.Repeat(packed, parts).SelectMany(part => part)]);

        Assert.Equal(Enumerable.Repeat(new[] { "a b", "à\u2028c" }, parts).SelectMany(lines => lines), TextLines.Read(path));
        Assert.Empty(TextLines.Read(folder.Write("empty", Pack(""))));
        Assert.Empty(TextLines.Read(folder.Write("mark", Encoding.UTF8.GetPreamble())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_from_a_pipe(bool packed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes have no path here");
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
        pipe.Write(packed ? Pack("a b\nc\n") : "a b\nc\n"u8);
        // Ends what can be read; the reading end, once given away, stays open.
        pipe.Dispose();

        Assert.Equal(["a b", "c"], TextLines.Read(path));
        pipe.DisposeLocalCopyOfClientHandle();
    }

    [Fact]
    public void Refuses_gzip_cut_off_anywhere()
    {
        var packed = Pack(string.Concat(Enumerable.Range(0, 300).Select(line => $"line {line}\n")));

        for (var length = 2; length < packed.Length; length += length < 40 || length > packed.Length - 20 ? 1 : 29)
            Assert.Contains("expected an intact gzip file", Hostile.Refused(packed[..length], "text.gz", path => _ = TextLines.Read(path).Count()).Message);
    }

    [Fact]
    public void Refuses_damage_within_gzip_and_text_that_is_not_utf8()
    {
        var packed = Pack("hello hello hello hello\n");
        packed[12] ^= 0x55;

        Assert.Contains("expected an intact gzip file", Hostile.Refused(packed, "text.gz", path => _ = TextLines.Read(path).Count()).Message);
        var error = Assert.Throws<DataFormatException>(() => Read([97, 10, 0xff, 10]));
        Assert.Equal(2, error.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("a\n\nb\r\n")]
    [InlineData("\uFEFFa\rb\r\r\n\uFEFFc")]
    public void A_stream_has_the_lines_of_a_file_however_its_bytes_arrive(string text)
    {
        using var folder = new TemporaryFolder();
        var bytes = Encoding.UTF8.GetBytes(text + new string('é', 20_000) + "\nz");

        foreach (var content in new[] { Encoding.UTF8.GetBytes(text), bytes })
            foreach (var most in new[] { 1, 3, int.MaxValue })
                Assert.Equal(TextLines.Read(folder.Write("text", content)), TextLines.Read(new Trickle(content, most), "input"));
    }

    [Fact]
    public void A_stream_that_is_not_utf8_names_the_line() =>
        Assert.Equal("input:2: expected UTF-8 text, found the bytes FF at byte 2 of the line",
            Assert.Throws<DataFormatException>(() => TextLines.Read(new MemoryStream([97, 10, 98, 0xff, 10]), "input").Count()).Message);

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Trickle(byte[] content, int most) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }

    internal static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static void Read(byte[] content)
    {
        using var folder = new TemporaryFolder();
        _ = TextLines.Read(folder.Write("text.gz", content)).Count();
    }
}
