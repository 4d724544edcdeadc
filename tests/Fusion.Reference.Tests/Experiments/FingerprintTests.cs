using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class FingerprintTests
{
    [Fact]
    public void A_large_file_counts_by_name_and_length_and_may_be_missing()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("a.txt", "text");
        string Of() => Fingerprint.OfFiles([text], [folder["a.ark"]]);

        var missing = Of();
        folder.Write("a.ark", "");
        var empty = Of();
        folder.Write("a.ark", "one");
        var one = Of();
        folder.Write("a.ark", "two");

        Assert.Equal(3, new[] { missing, empty, one }.Distinct().Count());
        Assert.Equal(one, Of());
    }

    [Fact]
    public void Two_large_files_of_one_name_count_each()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["1"]);
        Directory.CreateDirectory(folder["2"]);
        folder.Write("1/a.ark", "one");
        string Of() => Fingerprint.OfFiles([], [folder["1/a.ark"], folder["2/a.ark"]]);
        var missing = Of();

        folder.Write("2/a.ark", "one");

        Assert.NotEqual(missing, Of());
    }
}
