using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Tests.Commands;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>Lines that have nothing a model reads are found before anything is trained.</summary>
public class LinesWithoutFeaturesTests
{
    [Fact]
    public void A_segment_whose_archive_was_not_fetched_is_named_where_only_speech_is_read()
    {
        using var folder = new TemporaryFolder();
        WriteHow2(folder);
        var lines = Relist(folder, "train", (line, number) => number % 2 == 1 ? line.Replace("506.1.ark", "506.9.ark", StringComparison.Ordinal) : line);

        var run = CommandRun.Of(Line(folder, "reproduce", "how2", "--models", "how2.seq2seq.s-t,how2.plain.s"));

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith($"train:2: expected features of speech, which are all that the model reads, found none for {lines[1].Split(' ')[0]}; {lines.Length / 2} of {lines.Length} lines have none", run.LastError(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
        // Those that read the text too have something to translate.
        Assert.Equal(0, CommandRun.Of(Line(folder, "reproduce", "how2", "--models", "how2.seq2seq.s-t")).ExitCode);
    }

    [Fact]
    public void A_run_is_not_continued_once_an_archive_that_it_lacked_is_there()
    {
        using var folder = new TemporaryFolder();
        WriteHow2(folder);
        Relist(folder, "train", (line, number) => number % 2 == 1 ? line.Replace("506.1.ark", "506.9.ark", StringComparison.Ordinal) : line);
        var line = Line(folder, "reproduce", "how2", "--models", "how2.seq2seq.s-t", "--resume");
        Assert.Equal(0, CommandRun.Of(line).ExitCode);
        Assert.Equal(0, CommandRun.Of(line).ExitCode);
        var archives = Path.Combine(folder["data"], "how2", "features", "fbank_pitch_181506");

        File.Copy(Path.Combine(archives, "raw_fbank_pitch_all_181506.1.ark"), Path.Combine(archives, "raw_fbank_pitch_all_181506.9.ark"));
        var run = CommandRun.Of(line);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("this run was started with another recipe (data was \"sha256:", run.LastError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s,v", "speech or image")]
    [InlineData("v", "image")]
    public void A_line_outside_the_subset_is_named_where_no_text_is_read(string modalities, string features)
    {
        using var folder = new TemporaryFolder();
        var lines = WriteSubset(folder);
        string[] line = Line(folder, "train", "multi30k", "--model", modalities == "v" ? "seq2seq" : "autofusion", "--modalities", modalities);

        var run = CommandRun.Of([.. line, "--set", "Lines=All"]);

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith($"train:2: expected features of {features}, which are all that the model reads, found none for 00000001.jpg; {lines / 2} of {lines} lines have none", run.LastError(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
        Assert.Equal(0, CommandRun.Of([.. line, "--set", "Lines=WithImages"]).ExitCode);
    }

    [Fact]
    public void An_utterance_without_a_frame_is_named_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();
        WriteHow2(folder);
        var archive = new KaldiArkWriter();
        var place = archive.Matrix("empty", ReadOnlySpan<float>.Empty, 43);
        var empty = Path.Combine(folder["data"], "how2", "features", "fbank_pitch_181506", "empty.ark");
        File.WriteAllBytes(empty, archive.ToArray());
        var lines = Relist(folder, "dev5", (line, number) => number == 2 ? $"{line.Split(' ')[0]} ARK_PATH/empty.ark:{place}" : line);
        var expected = $"error: {Path.Combine(folder["data"], "how2", "data", "dev5", "feats.scp")}:3: expected frames of '{lines[2].Split(' ')[0]}', found: {empty}:{place}: expected at least one frame, found none";

        var run = CommandRun.Of(Line(folder, "reproduce", "how2", "--models", "how2.seq2seq.s-t"));

        Assert.Equal((2, expected), (run.ExitCode, run.LastError()));
        Assert.False(Directory.Exists(folder["out"]));
        Assert.Equal(expected, CommandRun.Of("data", "check", folder["data"]).UserError());
    }

    private static void WriteHow2(TemporaryFolder folder) =>
        SyntheticHow2.Write(Path.Combine(folder["data"], "how2"), new SyntheticTranslationOptions { TrainLines = 64, ValidationLines = 16, TestLines = 16 });

    private static string[] Relist(TemporaryFolder folder, string split, Func<string, int, string> change)
    {
        var path = Path.Combine(folder["data"], "how2", "data", split, "feats.scp");
        string[] lines = [.. File.ReadAllLines(path).Select(change)];
        File.WriteAllLines(path, lines);
        return lines;
    }

    // Every second line of every split has a photograph and speech.
    private static int WriteSubset(TemporaryFolder folder)
    {
        var data = Path.Combine(folder["data"], "multi30k");
        SmallTranslation.WriteMulti30k(data);
        Directory.Delete(Path.Combine(data, "images"), recursive: true);
        string[] Images(string split) => File.ReadAllLines(Path.Combine(data, "data", "task1", "image_splits", $"{split}.txt"));
        string[] rows = [.. from split in new[] { ("train", "train"), ("val", "val"), ("test_2016_flickr", "test") }
                            from line in Images(split.Item1).Index()
                            where line.Index % 2 == 0
                            select $"{split.Item1}\t{line.Index}\t{line.Item}\t{split.Item2}"];
        File.WriteAllLines(Path.Combine(data, "subset.tsv"), rows.Prepend("official_split\tline0\timage\tsplit"));
        Directory.CreateDirectory(Path.Combine(data, "cnn"));
        Directory.CreateDirectory(Path.Combine(data, "speech"));
        float[] Values(int width) => [.. Enumerable.Range(0, rows.Length * width).Select(index => (float)(index % 7))];
        NpyFile.Write(Path.Combine(data, "cnn", "mobilenet_v2_pool1280.f16.npy"), Values(4), rows.Length, 4);
        NpyFile.Write(Path.Combine(data, "speech", "tts43_frames.f16.npy"), Values(3), rows.Length, 3);
        NpyFile.Write(Path.Combine(data, "speech", "tts43_offsets.npy"), [.. Enumerable.Range(0, rows.Length + 1).Select(row => (long)row)], rows.Length + 1L);
        return Images("train").Length;
    }

    private static string[] Line(TemporaryFolder folder, string command, string target, params string[] options) =>
        [command, target, "--data", folder["data"], "--out", folder["out"], .. SmallTranslation.Settings.SelectMany(setting => new[] { "--set", setting }), .. options];
}
