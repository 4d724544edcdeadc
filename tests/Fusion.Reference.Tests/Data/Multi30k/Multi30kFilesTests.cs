using System.Security.Cryptography;
using Fusion.Reference.Data.Multi30k;
using Xunit;

namespace Fusion.Reference.Tests.Data.Multi30k;

public class Multi30kFilesTests
{
    [Fact]
    public void Lists_every_split_in_both_languages_with_its_images()
    {
        string[] expected = [.. Multi30kCorpus.SplitNames.SelectMany(split => new[] { $"raw/{split}.en.gz", $"raw/{split}.fr.gz", $"tok/{split}.lc.norm.tok.en", $"tok/{split}.lc.norm.tok.fr", $"image_splits/{split}.txt" })];

        Assert.Equal(expected, Multi30kFiles.All.Select(file => file.Path));
        Assert.All(Multi30kFiles.All, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        Assert.Equal(Multi30kFiles.All.Count, Multi30kFiles.All.Select(file => file.Sha256).Distinct().Count());
    }

    [Theory]
    [InlineData("tok/train.lc.norm.tok.fr", "tok/train.fr")]
    [InlineData("tok/val.lc.norm.tok.en", "tok/val.en")]
    [InlineData("tok/test_2018_flickr.lc.norm.tok.fr", "tok/test_2018_flickr.fr")]
    [InlineData("image_splits/train.txt", "train.images.txt")]
    [InlineData("image_splits/test_2017_flickr.txt", "test_2017_flickr.images.txt")]
    public void Has_the_checksums_of_the_files_that_a_prepared_folder_keeps_as_they_are(string published, string prepared)
    {
        var content = File.ReadAllBytes(SharedData.Find($"data/multi30k/{prepared}"));
        var file = Multi30kFiles.All.Single(file => file.Path == published);

        Assert.Equal((content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (file.Bytes, file.Sha256));
    }
}
