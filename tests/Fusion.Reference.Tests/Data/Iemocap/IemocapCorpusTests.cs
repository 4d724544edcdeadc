using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class IemocapCorpusTests
{
    [Fact]
    public void Takes_the_rows_with_label_audio_and_text_whatever_the_column_order()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder);

        var corpus = IemocapCorpus.Load(folder.Root);

        Assert.Equal(["Ses01F_a_F000", "Ses02F_a_F002", "Ses03M_b_M000"], corpus.Utterances.Select(utterance => utterance.Id));
        Assert.Equal([3, 0, 1], corpus.Utterances.Select(utterance => utterance.Label));
        Assert.Equal([1, 2, 3], corpus.Utterances.Select(utterance => utterance.Session));
        Assert.Equal("Ses03M_b", corpus.Utterances[2].Dialog);
        Assert.Equal(["great", "news", "!"], corpus.Utterances[2].Tokens);
        Assert.Equal([5f, 5.1f, 5.2f, 5.3f, 5.4f, 5.5f, 5.6f, 5.7f], corpus.Utterances[2].Audio);
        Assert.False(corpus.Synthetic);
        Assert.Null(corpus.Vectors);
    }

    [Fact]
    public void Keeps_both_labels_and_the_random_part_where_the_table_has_them()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, header: $"{SmallIemocap.Header}\tlabel6_sahu\tsplit_random", lines: [.. SmallIemocap.Lines.Zip(["5\tval", "2\t", "0\ttrain", "2\t", "0\ttest", "1\ttrain"], (line, more) => $"{line}\t{more}")]);

        var corpus = IemocapCorpus.Load(folder.Root);

        // The second line has a class in the scheme of six alone.
        Assert.Equal(["Ses01F_a_F000", "Ses02F_a_F002", "Ses03M_b_M000"], corpus.Utterances.Select(utterance => utterance.Id));
        Assert.Equal([(5, CorpusPart.Validation), (2, null), (0, CorpusPart.Test), (1, (CorpusPart?)CorpusPart.Train)], corpus.In(ClassScheme.Ser6).Select(utterance => (utterance.Label, utterance.RandomPart)));
    }

    [Theory]
    [InlineData("6\tval", "label6_sahu to be a whole number from -1 to 5, found '6'")]
    [InlineData("5\tdev", "split_random to be train, val, test or empty, found 'dev'")]
    public void Names_a_label_or_part_that_there_is_not(string cells, string reason)
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, header: $"{SmallIemocap.Header}\tlabel6_sahu\tsplit_random", lines: [.. SmallIemocap.Lines.Select((line, index) => $"{line}\t{(index == 3 ? cells : "2\t")}")]);

        var error = Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root));

        Assert.Equal($"{folder[IemocapCorpus.TableFile]}:5: expected {reason}", error.Message);
    }

    [Fact]
    public void Reads_word_vectors_and_the_synthetic_mark_where_present()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder);
        NpyFile.Write(folder[IemocapCorpus.VectorsFile], [1f, 2f], 1, 2);
        folder.Write(IemocapCorpus.VectorWordsFile, "great\t0\n");
        folder.Write(IemocapCorpus.SyntheticFile, "{}");

        var corpus = IemocapCorpus.Load(folder.Root);

        Assert.True(corpus.Synthetic);
        Assert.Equal([1, 2], corpus.Vectors!["great"].ToArray());
    }

    [Theory]
    [InlineData(IemocapCorpus.TableFile)]
    [InlineData(IemocapCorpus.AudioFile)]
    [InlineData(IemocapCorpus.LabelFile)]
    [InlineData(IemocapCorpus.VectorWordsFile)]
    public void Names_a_missing_file(string file)
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder);
        NpyFile.Write(folder[IemocapCorpus.VectorsFile], [1f, 2f], 1, 2);
        folder.Write(IemocapCorpus.VectorWordsFile, "great\t0\n");
        File.Delete(folder[file]);

        Assert.Equal($"{folder[file]}: expected a file, found none", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);
    }

    [Theory]
    [InlineData(0, "7\tid\t1\td\t1\tx", "label4")]
    [InlineData(1, "happy\tid\t1\td\t1\tx", "label4")]
    [InlineData(2, "0\tid\tone\td\t1\tx", "session")]
    [InlineData(3, "2\tid\t1\t \t1\tx", "dialog")]
    [InlineData(4, "0\tid\t1\td\t2\tx", "has_audio8")]
    [InlineData(4, "0\t\t1\td\t1\tx", "utt_id")]
    [InlineData(5, "1\tSes01F_a_M000\t1\td\t1\tx", "line 3 again")]
    [InlineData(5, "1\tid\t1\td\t1", "6 cells, found 5")]
    public void Names_the_line_at_fault(int index, string line, string reason)
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, lines: [.. SmallIemocap.Lines[..index], line, .. SmallIemocap.Lines[(index + 1)..]]);

        var error = Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root));

        Assert.StartsWith($"{folder[IemocapCorpus.TableFile]}:{index + 2}: expected", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Names_a_missing_column()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, header: SmallIemocap.Header.Replace("label4", "label"));

        Assert.Contains("iemocap.tsv:1: expected a column 'label4'", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);
    }

    [Fact]
    public void Refuses_arrays_of_another_size()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, labels: [3, -1, 0]);
        Assert.Contains("label4.npy: expected shape (6), found (3)", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);

        SmallIemocap.Write(folder);
        NpyFile.Write(folder[IemocapCorpus.AudioFile], new float[42], 6, 7);
        Assert.Contains("audio8.npy: expected shape (6, 8), found (6, 7)", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);
    }

    [Fact]
    public void Refuses_labels_that_disagree()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, labels: [3, -1, 0, 2, 1, 1]);

        var error = Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root));

        Assert.Contains("label4.npy: expected 0 in row 4, as line 6 of", error.Message);
    }

    [Fact]
    public void Refuses_a_feature_that_is_not_finite_where_it_is_used()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, audio: (row, column) => row is 1 or 2 ? float.NaN : 1);
        Assert.Equal(3, IemocapCorpus.Load(folder.Root).Utterances.Count);

        SmallIemocap.Write(folder, audio: (row, column) => (row, column) == (4, 5) ? float.NaN : 1);
        Assert.Contains("audio8.npy: expected a finite harmonic in row 4 (Ses02F_a_F002), found NaN", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);
    }

    [Fact]
    public void Refuses_a_corpus_without_a_usable_row()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder, lines: [.. SmallIemocap.Lines.Select(line => line[..(line.LastIndexOf('\t') + 1)])]);

        Assert.Contains("at least one utterance", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(folder.Root)).Message);
    }

    [Fact]
    public void Reads_the_prepared_real_corpus()
    {
        var corpus = IemocapCorpus.Load(SharedData.Find("data/iemocap"));

        // The folder's README counts 5,531 labelled rows; two angry ones have neither audio nor text.
        Assert.Equal(5529, corpus.Utterances.Count);
        Assert.Equal([1101, 1636, 1084, 1708], Enumerable.Range(0, 4).Select(label => corpus.Utterances.Count(utterance => utterance.Label == label)));
        Assert.Equal([1085, 1023, 1151, 1031, 1239], Enumerable.Range(1, 5).Select(session => corpus.Utterances.Count(utterance => utterance.Session == session)));
        // 7,527 in the README's count of six classes, less two angry and two sad or frustrated ones without audio.
        Assert.Equal([1101, 1636, 2931, 40, 107, 1708], Enumerable.Range(0, 6).Select(label => corpus.In(ClassScheme.Ser6).Count(utterance => utterance.Label == label)));
        Assert.Equal(7376, corpus.In(ClassScheme.Ser4WithFrustration).Count);
        Assert.False(corpus.Synthetic);
        Assert.Equal((1724, 200), (corpus.Vectors!.Count, corpus.Vectors.Dimension));
        var first = corpus.Utterances[0];
        Assert.Equal("Ses01F_impro01_F000", first.Id);
        Assert.Equal(["excuse", "me", "."], first.Tokens);

        var split = SessionSplit.Of(corpus.Utterances);
        var random = RandomSplit.Of(corpus.Utterances, 0);
        Assert.Equal((4423, 553, 553), (random.Train.Count, random.Validation.Count, random.Test.Count));
        Assert.Equal((3259, 1031, 1239), (split.Train.Count, split.Validation.Count, split.Test.Count));
        var standardizer = Standardizer.Fit([.. split.Train.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);
        // Uncompressed, a feature lies up to 46 standard deviations off.
        Assert.InRange(corpus.Utterances.Max(utterance => standardizer.Transform(utterance.Audio).Max(Math.Abs)), 1, 15);
    }
}
