using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class KaldiScpTests
{
    [Fact]
    public void Reads_places_with_ranges_and_the_placeholder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("feats.scp", "a ARK_PATH/x.ark:5\nb /abs/y.ark:17[0:9]\nc  z.ark:3[2:4,1:1]\nd whole.mat\ne z.ark:9[:,0:2]\n");

        var entries = KaldiScp.Read(path, "/features");

        Assert.Equal(["a", "b", "c", "d", "e"], entries.Select(entry => entry.Key));
        Assert.Equal(["/features/x.ark", "/abs/y.ark", folder["z.ark"], folder["whole.mat"], folder["z.ark"]], entries.Select(entry => entry.File));
        Assert.Equal([5, 17, 3, 0, 9], entries.Select(entry => entry.Offset));
        Assert.Equal([null, new((0, 9), null), new((2, 4), (1, 1)), null, new(null, (0, 2))], entries.Select(entry => entry.Range));
    }

    [Theory]
    [InlineData("a x.ark:1\nb\n", 2, "expected 'key file:offset', found 'b'")]
    [InlineData("a x.ark:1\n\n", 2, "expected 'key file:offset', found ''")]
    [InlineData("a gunzip -c x.gz |\n", 1, "expected a file, found the command")]
    [InlineData("a x.ark:1[3]\n", 1, "expected a range such as [0:9]")]
    [InlineData("a x.ark:1\nb x.ark:1[9:0]\n", 2, "expected a range such as [0:9] or [0:9,3:5], found '[9:0]'")]
    [InlineData("a x.ark:1[:,3:2]\n", 1, "expected a range such as [0:9] or [0:9,3:5], found '[:,3:2]'")]
    public void Names_the_line_at_fault(string content, long line, string reason)
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DataFormatException>(() => KaldiScp.Read(folder.Write("feats.scp", content)));

        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Message);
    }
}
