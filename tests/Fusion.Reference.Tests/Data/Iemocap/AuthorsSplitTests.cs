using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Tests.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class AuthorsSplitTests
{
    [Fact]
    public void Every_line_is_a_row_and_test_is_validation()
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);

        var split = AuthorsSplit.Load(IemocapCorpus.Load(folder.Root));

        Assert.Equal(SixClassCorpus.Utterances * 3 / 4, split.Train.Count);
        Assert.Equal((SixClassCorpus.Utterances / 4) + (SixClassCorpus.Shared * SixClassCorpus.Copies), split.Test.Count);
        Assert.Same(split.Test, split.Validation);
        Assert.Equal((SixClassCorpus.Shared, SixClassCorpus.Shared * SixClassCorpus.Copies), (split.SharedUtterances, split.SharedTestRows));
        Assert.Equal(3, split.Test[^1].Label);
        Assert.All(split.Train.Where(utterance => utterance.Id.Contains("_fru")), utterance => Assert.Equal(2, utterance.Label));
    }

    [Theory]
    [InlineData("Ses01F_impro00_ang0", 5, "expected label6_sahu 0 for Ses01F_impro00_ang0")]
    [InlineData("Ses09F_impro00_ang0", 0, "found 'Ses09F_impro00_ang0'")]
    [InlineData("Ses01F_impro00_ang0", -1, "from 0 to 5")]
    public void Names_the_line_that_disagrees_with_the_table(string id, int label, string reason)
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);
        SixClassCorpus.WriteList(folder.Root, AuthorsSplit.TestFile, [("Ses01F_impro00_sad0", 2), (id, label)]);

        var error = Assert.Throws<DataFormatException>(() => AuthorsSplit.Load(IemocapCorpus.Load(folder.Root)));

        Assert.StartsWith($"{folder[AuthorsSplit.TestFile]}:3: expected", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Names_a_missing_or_empty_list()
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);
        var corpus = IemocapCorpus.Load(folder.Root);
        SixClassCorpus.WriteList(folder.Root, AuthorsSplit.TestFile, []);
        Assert.Contains($"{AuthorsSplit.TestFile}:2: expected at least one utterance", Assert.Throws<DataFormatException>(() => AuthorsSplit.Load(corpus)).Message);

        File.Delete(folder[AuthorsSplit.TestFile]);
        Assert.Equal($"{folder[AuthorsSplit.TestFile]}: expected a file, found none", Assert.Throws<DataFormatException>(() => AuthorsSplit.Load(corpus)).Message);
    }

    [Fact]
    public void Reads_the_real_lists()
    {
        var split = AuthorsSplit.Load(IemocapCorpus.Load(SharedData.Find("data/iemocap")));

        // The folder's README: 7,834 and 1,959 lines, 138 utterances in both. The 466 were counted by another program.
        Assert.Equal((7834, 1959, 138, 466), (split.Train.Count, split.Test.Count, split.SharedUtterances, split.SharedTestRows));
    }
}
