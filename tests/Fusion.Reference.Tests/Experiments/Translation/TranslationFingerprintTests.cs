using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Mboshi;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Tests.Data.How2;
using Fusion.Reference.Tests.Data.Mboshi;
using Fusion.Reference.Tests.Data.Multi30k;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>What a run's data are recognised by: every file that the lines or their features come from.</summary>
public class TranslationFingerprintTests
{
    [Fact]
    public void An_archive_that_appears_or_changes_its_length_makes_other_data()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder, segments: 3);
        var lines = File.ReadAllLines(folder["data/train/feats.scp"]);
        SmallHow2.Put(folder, "data/train/feats.scp", [lines[0].Replace("506.1.ark", "506.9.ark", StringComparison.Ordinal), .. lines[1..]]);
        var (first, ninth) = (folder["features/fbank_pitch_181506/raw_fbank_pitch_all_181506.1.ark"], folder["features/fbank_pitch_181506/raw_fbank_pitch_all_181506.9.ark"]);
        string Of() => Fingerprint(How2Corpus.Load(folder.Root));

        var missing = Of();
        File.Copy(first, ninth);
        var there = Of();
        File.AppendAllText(ninth, "\n");
        var longer = Of();
        File.AppendAllText(first, "\n");

        Assert.Equal(4, new[] { missing, there, longer, Of() }.Distinct().Count());
    }

    [Fact]
    public void The_sums_of_videos_belong_to_the_data_where_speech_is_normalised_by_them()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        string Of(bool normalize) => Fingerprint(How2Corpus.Load(folder.Root, new() { NormalizeSpeech = normalize }));
        var (plain, normalized) = (Of(false), Of(true));

        File.AppendAllText(folder["features/fbank_pitch_181506/cmvn_0.ark"], "\n");

        Assert.Equal(plain, Of(false));
        Assert.NotEqual(normalized, Of(true));
    }

    [Fact]
    public void Where_utterances_begin_and_which_lines_have_labels_belong_to_the_data()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);
        string Of() => Fingerprint(Multi30kCorpus.Load(folder.Root));

        var before = Of();
        NpyFile.Write(folder["speech/tts43_offsets.npy"], new long[] { 0, 2, 3, 6, 10 }, 5L);
        var moved = Of();
        NpyFile.Write(folder["side/frames_VNC.train.has.npy"], new long[] { 1, 1, 0 }, 3L);

        Assert.Equal(3, new[] { before, moved, Of() }.Distinct().Count());
    }

    [Fact]
    public void Where_utterances_of_Mboshi_begin_belongs_to_the_data()
    {
        using var folder = new TemporaryFolder();
        MboshiCorpusTests.Write(folder);
        NpyFile.Write(folder["speech43_frames.npy"], new float[10], 5, 2);
        NpyFile.Write(folder["speech43_offsets.npy"], new long[] { 0, 1, 2, 4, 5 }, 5L);
        var before = Fingerprint(MboshiCorpus.Load(folder.Root));

        NpyFile.Write(folder["speech43_offsets.npy"], new long[] { 0, 1, 3, 4, 5 }, 5L);

        Assert.NotEqual(before, Fingerprint(MboshiCorpus.Load(folder.Root)));
    }

    private static string Fingerprint(ParallelCorpus corpus)
    {
        using (corpus)
            return TranslationExperiment.FingerprintOf(corpus);
    }
}
