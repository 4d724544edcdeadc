using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Mboshi;
using Fusion.Reference.Data.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Data.Mboshi;

public class MboshiCorpusTests
{
    private static readonly string[] Lines =
    [
        "split3\tspeaker\tutt_id\tmb\tfr\tmb_clean\tfr_clean",
        "train\ta\tu0\tMb zero\tZéro.\tmb zero\tzéro .",
        "test\tb\tu1\tMb one\tUn.\tmb one\tun .",
        "train\ta\tu2\tMb two\tDeux.\tmb two\tdeux .",
        "val\ta\tu3\tMb three\tTrois.\tmb three\ttrois .",
    ];

    [Fact]
    public void Each_line_keeps_its_own_speech()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Lines);
        NpyFile.Write(folder["speech43_frames.npy"], Enumerable.Range(0, 10).Select(value => (float)value).ToArray(), 5, 2);
        NpyFile.Write(folder["speech43_offsets.npy"], new long[] { 0, 1, 2, 4, 5 }, 5L);

        using var corpus = MboshiCorpus.Load(folder.Root);

        Assert.Equal(["train", "val", "test"], corpus.Splits.Select(split => split.Name));
        var train = corpus["train"];
        Assert.Equal(["u0", "u2"], train.Ids);
        Assert.Equal(["a", "a"], train.Groups);
        Assert.Equal(["Mb zero", "Mb two"], train.Languages["mb"].Raw!);
        Assert.Equal(["zéro .", "deux ."], train.Languages["fr"].Tokenized!);
        Assert.Equal([4, 5, 6, 7], train.Channels[Channels.Speech].Read(1));
        Assert.Equal([2, 3], corpus["test"].Channels[Channels.Speech].Read(0));
        Assert.False(train.Channels[Channels.Speech].Synthetic);
        Assert.Equal($"no speechStatistics: {folder["speech43_stat.npy"]} is missing", Assert.Single(corpus.Notices));
    }

    [Theory]
    [InlineData("train\ta\tu0\tMb\tFr\tmb\tfr", "line 2 again")]
    [InlineData("dev\ta\tu9\tMb\tFr\tmb\tfr", "one of train, val, test, found 'dev'")]
    [InlineData("train\ta\tu9\tMb\tFr\t \tfr", "expected mb_clean to be filled")]
    [InlineData("train\ta\tu9", "7 cells, found 3")]
    public void Names_the_line_at_fault(string line, string reason)
    {
        using var folder = new TemporaryFolder();
        Write(folder, [.. Lines, line]);

        var message = Assert.Throws<DataFormatException>(() => MboshiCorpus.Load(folder.Root)).Message;

        Assert.StartsWith($"{folder["mboshi.tsv"]}:6: ", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Refuses_speech_of_another_number_of_utterances_and_a_split_without_lines()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Lines);
        NpyFile.Write(folder["speech43_stat.npy"], new float[6], 3, 2);
        Assert.Contains("speech43_stat.npy: expected 4 rows, one for each line, found 3", Assert.Throws<DataFormatException>(() => MboshiCorpus.Load(folder.Root)).Message);

        File.Delete(folder["speech43_stat.npy"]);
        Write(folder, Lines[..4]);
        Assert.Contains("at least one utterance with split3 'val'", Assert.Throws<DataFormatException>(() => MboshiCorpus.Load(folder.Root)).Message);
    }

    [Fact]
    public void Reads_the_prepared_real_corpus()
    {
        using var corpus = MboshiCorpus.Load(SharedData.Find("data/mboshi"));

        // As the folder's README counts them.
        Assert.Equal([4216, 400, 514], corpus.Splits.Select(split => split.Count));
        Assert.Equal(3, corpus.Splits.SelectMany(split => split.Groups).Distinct().Count());
        Assert.Equal(161_204, corpus.Splits.Sum(split => Enumerable.Range(0, split.Count).Sum(split.Channels[Channels.Speech].Frames)));
        Assert.Equal(86, corpus["test"].Channels[Channels.SpeechStatistics].Width);
    }

    /// <summary>Writes the table, without features.</summary>
    internal static void Write(TemporaryFolder folder) => Write(folder, Lines);

    private static void Write(TemporaryFolder folder, string[] lines) => folder.Write("mboshi.tsv", string.Concat(lines.Select(line => line + "\n")));
}
