using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Data.How2;

public class How2CorpusTests
{
    [Fact]
    public void Reads_every_split_with_speech_and_video_of_its_own_lines()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);

        using var corpus = How2Corpus.Load(folder.Root);

        Assert.Equal(("how2", "en"), (corpus.Dataset, corpus.Source));
        Assert.Equal(["train", "val", "dev5"], corpus.Splits.Select(split => split.Name));
        var validation = corpus["val"];
        Assert.Equal([SmallHow2.Id(1, 0), SmallHow2.Id(1, 1)], validation.Ids);
        Assert.Equal([SmallHow2.Video(1), SmallHow2.Video(1)], validation.Groups);
        Assert.Equal("Line 1 of val in pt.", validation.Languages["pt"].Raw![1]);
        Assert.Equal([11, 11, 11, 11], validation.Channels[Channels.Speech].Read(1));
        Assert.Equal([101, 101, 101], validation.Channels[Channels.Video].Read(1));
        Assert.Empty(corpus.Notices);
        corpus.CheckFeatures(TestContext.Current.CancellationToken);
        Assert.True(How2Corpus.IsIn(folder.Root));
    }

    [Fact]
    public void Finds_the_package_in_the_folder()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        Directory.CreateDirectory(folder["outer/how2-300h-v1"]);
        Directory.Move(folder["data"], folder["outer/how2-300h-v1/data"]);
        Directory.Move(folder["features"], folder["outer/how2-300h-v1/features"]);

        using var corpus = How2Corpus.Load(folder["outer"]);

        Assert.Equal([0, 0], corpus["train"].Channels[Channels.Speech].Read(0));
    }

    [Theory]
    [InlineData("D0T7ho08Q3o_25")]
    [InlineData("FUfPuPMxh2w_9")]
    public void Leaves_out_the_two_segments_that_cannot_be_read_and_says_so(string bad)
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder, segments: 3, bad);

        using var corpus = How2Corpus.Load(folder.Root);

        var train = corpus["train"];
        Assert.Equal([SmallHow2.Id(0, 0), SmallHow2.Id(0, 2)], train.Ids);
        Assert.Equal("Line 2 of train in en.", train.Languages["en"].Raw![1]);
        // By the number of the line in the files, not by its place among those that are left.
        Assert.Equal([2, 2, 2], train.Channels[Channels.Video].Read(1));
        Assert.Equal(3, train.Channels[Channels.Speech].Frames(1));
        Assert.Equal($"{folder["data/train/id"]}:2: {bad} is left out, whose features are known to be unreadable", Assert.Single(corpus.Notices));
    }

    [Fact]
    public void Text_alone_will_do()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        Directory.Delete(folder["features"], recursive: true);
        foreach (var split in SmallHow2.Splits)
            foreach (var file in new[] { "segments", "feats.scp", "text.en", "utt2spk" })
                File.Delete(folder[$"data/{split}/{file}"]);
        Directory.Delete(folder["data/dev5"], recursive: true);

        using var corpus = How2Corpus.Load(folder.Root);

        Assert.Equal(["train", "val"], corpus.Splits.Select(split => split.Name));
        Assert.Equal("Line 0 of train in en.", corpus["train"].Languages["en"].Raw![0]);
        // The name of a segment begins with that of its video.
        Assert.Equal("video-00000", corpus["train"].Groups[0]);
        Assert.Empty(corpus["train"].Channels);
        Assert.Contains("dev5: not available", corpus.Notices);
        Assert.Contains(corpus.Notices, notice => notice.StartsWith("train: no speech features", StringComparison.Ordinal));
        Assert.Contains(corpus.Notices, notice => notice.StartsWith("train: no video features", StringComparison.Ordinal));
    }

    [Fact]
    public void Normalises_speech_over_its_video_where_asked_to()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);

        using var corpus = How2Corpus.Load(folder.Root, new() { NormalizeSpeech = true });

        // Column 0 has mean 0 and deviation 2; column 1 the mean 2.5 and the variance 101 - 6.25.
        var frame = corpus["val"].Channels[Channels.Speech].Read(0);
        Assert.Equal(5, frame[0]);
        Assert.Equal(7.5 / Math.Sqrt(94.75), frame[1], 1e-5);
        SmallHow2.Put(folder, "data/val/cmvn.scp", ["other ARK_PATH/cmvn_1.ark:3"]);
        Assert.Contains($"expected an entry '{SmallHow2.Video(1)}'", Assert.Throws<DataFormatException>(() => How2Corpus.Load(folder.Root, new() { NormalizeSpeech = true })).Message);
    }

    [Theory]
    [InlineData("segments", "other video-00001 0 1")]
    [InlineData("feats.scp", "other ARK_PATH/x.ark:3")]
    [InlineData("text.id.en", "other A sentence.")]
    [InlineData("text.id.pt", "other A sentence.")]
    public void Every_file_has_the_order_of_the_ids(string file, string line)
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        var path = folder[$"data/val/{file}"];
        var lines = File.ReadAllLines(path);

        SmallHow2.Put(folder, $"data/val/{file}", [lines[0], line]);
        Assert.Equal($"{path}:2: expected the segment {SmallHow2.Id(1, 1)}, as line 2 of {folder["data/val/id"]} says, found 'other'", Fails(folder));
        SmallHow2.Put(folder, $"data/val/{file}", [lines[0]]);
        Assert.StartsWith($"{path}:2: expected 2 lines, as many as", Fails(folder));
        SmallHow2.Put(folder, $"data/val/{file}", [.. lines, line]);
        Assert.StartsWith($"{path}:3: expected 2 lines, as many as", Fails(folder));
    }

    [Fact]
    public void Says_what_is_wrong_with_lines_and_arrays()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        var id = SmallHow2.Id(0, 1);

        SmallHow2.Put(folder, "data/train/segments", [$"{SmallHow2.Id(0, 0)} v 0 1", $"{id} v 2 1"]);
        Assert.Contains("segments:2: expected 'segment video start end' with start below end", Fails(folder));
        SmallHow2.Write(folder);
        SmallHow2.Put(folder, "data/train/text.en", ["A.", "B.", "C."]);
        Assert.StartsWith($"{folder["data/train/text.en"]}:3: expected 2 lines", Fails(folder));
        SmallHow2.Write(folder);
        SmallHow2.Put(folder, "data/train/id", [SmallHow2.Id(0, 0), SmallHow2.Id(0, 0)]);
        Assert.Contains("id:2: expected each name of a segment once, found 'video-00000_0' of line 1 again", Fails(folder));
        SmallHow2.Write(folder);
        NpyFile.Write(folder["features/resnext101-action-avgpool-300h/train.npy"], new float[9], 3, 3);
        Assert.Contains("train.npy: expected 2 rows, one for each line, found 3", Fails(folder));
        SmallHow2.Write(folder);
        Directory.Delete(folder["data/val"], recursive: true);
        Assert.Contains("expected a folder, found none", Fails(folder));
        Assert.Contains("expected data/train/id", Assert.Throws<DataFormatException>(() => How2Corpus.Load(folder["features"])).Message);
    }

    [Fact]
    public void A_segment_without_a_sentence_or_without_its_archive_is_named()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder, segments: 3);
        SmallHow2.Put(folder, "data/train/text.pt", ["A.", "", "C."]);
        var lines = File.ReadAllLines(folder["data/train/feats.scp"]);
        SmallHow2.Put(folder, "data/train/feats.scp", [lines[0].Replace("506.1.ark", "506.9.ark", StringComparison.Ordinal), .. lines[1..]]);

        using var corpus = How2Corpus.Load(folder.Root);

        Assert.Equal([SmallHow2.Id(0, 0), SmallHow2.Id(0, 2)], corpus["train"].Ids);
        Assert.Equal([false, true], Enumerable.Range(0, 2).Select(corpus["train"].Channels[Channels.Speech].Has));
        Assert.Equal(3, corpus["train"].Channels[Channels.Speech].Frames(1));
        Assert.Contains(corpus.Notices, notice => notice.Contains("raw_fbank_pitch_all_181506.9.ark, which is missing", StringComparison.Ordinal));
        Assert.Contains($"{folder["data/train/id"]}:2: {SmallHow2.Id(0, 1)} is left out, which has no sentence in pt", corpus.Notices);
    }

    [Fact]
    public void The_check_reads_every_archive()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);
        var archive = folder["features/fbank_pitch_181506/raw_fbank_pitch_all_181506.2.ark"];
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..^3]);

        using var corpus = How2Corpus.Load(folder.Root);

        Assert.StartsWith($"{folder["data/val/feats.scp"]}:2: expected frames of '{SmallHow2.Id(1, 1)}', found: {archive}: expected 16 bytes of values", Assert.Throws<DataFormatException>(() => corpus.CheckFeatures(TestContext.Current.CancellationToken)).Message);
    }

    private static string Fails(TemporaryFolder folder) => Assert.Throws<DataFormatException>(() => How2Corpus.Load(folder.Root).Dispose()).Message;
}
