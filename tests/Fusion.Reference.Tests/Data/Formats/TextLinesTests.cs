using System.IO.Compression;
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
