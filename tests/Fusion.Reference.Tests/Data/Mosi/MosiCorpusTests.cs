using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Mosi;
using Xunit;

namespace Fusion.Reference.Tests.Data.Mosi;

public class MosiCorpusTests
{
    [Fact]
    public void Puts_every_row_into_its_part_with_its_own_features_whatever_the_column_order()
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder);

        var corpus = MosiCorpus.Load(folder.Root);

        Assert.Equal(["a_1", "a_2"], corpus.Train.Select(utterance => utterance.Id));
        Assert.Equal([1, 0], corpus.Train.Select(utterance => utterance.Label));
        Assert.Equal("b_1", Assert.Single(corpus.Validation).Id);
        var test = Assert.Single(corpus.Test);
        Assert.Equal(("c_1", "c"), (test.Id, ((IUtterance)test).Group));
        Assert.Equal([100, 73, 100], test.Features.Select(features => features.Length));
        Assert.Equal([300f, 372f], [test.Features[1][0], test.Features[1][^1]]);
        Assert.False(corpus.Synthetic);
    }

    [Theory]
    [InlineData(MosiCorpus.TableFile)]
    [InlineData(MosiCorpus.LabelFile)]
    [InlineData("text100.npy")]
    [InlineData("audio73.npy")]
    [InlineData("video100.npy")]
    public void Names_a_missing_file(string file)
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder);
        File.Delete(folder[file]);

        Assert.Equal($"{folder[file]}: expected a file, found none", Fails(folder));
    }

    [Theory]
    [InlineData(0, "2\ta_1\ttrain\ta", "label")]
    [InlineData(1, "0\t \ttrain\ta", "utt_id")]
    [InlineData(1, "0\ta_1\ttrain\ta", "line 2 again")]
    [InlineData(2, "0\tb_1\tdev\tb", "one of train, val, test, found 'dev'")]
    [InlineData(2, "0\tb_1\tval\ta", "video 'a' in train only, as in line 2, found split3 'val'")]
    [InlineData(3, "1\tc_1\ttest", "4 cells, found 3")]
    public void Names_the_line_at_fault(int index, string line, string reason)
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder, lines: [.. SmallMosi.Lines[..index], line, .. SmallMosi.Lines[(index + 1)..]]);

        var message = Fails(folder);

        Assert.StartsWith($"{folder[MosiCorpus.TableFile]}:{index + 2}: expected", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Refuses_arrays_that_do_not_fit_the_table()
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder, labels: [1, 0, 0]);
        Assert.Contains("label.npy: expected shape (4), found (3)", Fails(folder));

        SmallMosi.Write(folder, labels: [1, 0, 1, 1]);
        Assert.Contains("label.npy: expected 0 in row 2, as line 4 of", Fails(folder));

        SmallMosi.Write(folder, audio: (row, column) => (row, column) == (3, 72) ? float.NaN : 1);
        Assert.Contains("audio73.npy: expected a finite value in row 3 (c_1), column 72, found NaN", Fails(folder));

        NpyFile.Write(folder["audio73.npy"], new float[4 * 74], 4, 74);
        Assert.Contains("audio73.npy: expected shape (4, 73), found (4, 74)", Fails(folder));
    }

    [Fact]
    public void Refuses_a_corpus_with_an_empty_part()
    {
        using var folder = new TemporaryFolder();
        SmallMosi.Write(folder, lines: [.. SmallMosi.Lines[..2], "0\tb_1\ttest\tb", SmallMosi.Lines[3]]);

        Assert.Contains("expected at least one utterance with split3 'val', found none", Fails(folder));
    }

    [Fact]
    public void Reads_the_prepared_real_corpus()
    {
        var corpus = MosiCorpus.Load(SharedData.Find("data/mosi"));

        // As the folder's README counts them.
        Assert.Equal((1232, 215, 752), (corpus.Train.Count, corpus.Validation.Count, corpus.Test.Count));
        Assert.Equal(1176, corpus.Train.Concat(corpus.Validation).Concat(corpus.Test).Count(utterance => utterance.Label == 1));
        Assert.Equal(93, corpus.Train.Concat(corpus.Validation).Concat(corpus.Test).Select(utterance => utterance.Video).Distinct().Count());
        Assert.False(corpus.Synthetic);
    }

    private static string Fails(TemporaryFolder folder) => Assert.Throws<DataFormatException>(() => MosiCorpus.Load(folder.Root)).Message;
}
