using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Fusion.Reference.Commands;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;
using Fusion.Reference.Tests.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed partial class TranslateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TranslateCommandTests()
    {
        SmallTranslation.WriteMulti30k(Path.Combine(_folder["data"], "multi30k"));
        Train("multi30k", "seq2seq", "t");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_for_each_line()
    {
        var run = Translate(Encoding.UTF8.GetBytes("A man .\r\n\nTwo dogs run ."));

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = run.Output.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal(("", ""), (lines[1].Trim(), lines[3]));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_with_their_line() =>
        Assert.StartsWith("error: standard input:2: ", Translate([.. "A man .\n"u8, 0xff, 0xfe, .. "\n"u8]).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Plain_text_and_words_are_read_as_the_run_read_them()
    {
        var english = SyntheticHow2WithMarks();
        Train("how2", "seq2seq", "t", "Epochs=4", "BatchSize=4", "TextHidden=32", "DecoderHidden=32", "WordFeatures=32", "LearningRateDecay=1", "LearningRate=0.01", "Dropout=0", "Patience=5", "MaxLength=20");
        var run = Path.Combine(_folder["out"], "how2", "own.seq2seq.t", "seed-1");
        string[] expected = [.. TranslationFile.Read(Path.Combine(run, "predictions.tsv")).Where(row => row.Split == "dev5").Select(row => row.Hypothesis)];
        var splitter = new WordSplitter(TextForm.Raw, Language.English);

        var words = Translate(run, english.Select(line => string.Join(' ', splitter.Words(line))), "--tokenized");
        var plain = Translate(run, english);

        Assert.True(expected.Distinct().Count() > 1, $"{expected.Distinct().Count()} translations of {expected.Length} lines");
        Assert.Equal(expected, words);
        var language = new MosesDetokenizer(Language.Portuguese);
        Assert.Equal(expected.Select(language.Text), plain);
    }

    [Fact]
    public void Blank_lines_are_translated_by_their_features_where_no_text_is_read()
    {
        Train("multi30k", "seq2seq", "v", "Lines=WithImages");
        var run = Path.Combine(_folder["out"], "multi30k", "own.seq2seq.v", "seed-1");
        var images = Directory.EnumerateFiles(_folder["data"], "*.npy", SearchOption.AllDirectories).First(file => NpyFile.Read(file).Shape is [16, _]);

        var blank = Translate(run, Enumerable.Repeat("", 16), "--image", images);
        var text = Translate(run, Enumerable.Repeat("A man .", 16), "--image", images);

        Assert.Equal(text, blank);
        Assert.Contains(blank, line => line.Length > 0);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_between_two_batches()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no signal to send there.");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fusion-reference"), ["translate", "--run", Path.Combine(_folder["out"], "multi30k", "own.seq2seq.t", "seed-1")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        for (var line = 0; line < StandardInput.LinesAtOnce; line++)
            await process.StandardInput.WriteLineAsync("A man .");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using (var signal = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // It waits for a line that never comes.
        Assert.Equal((130, "interrupted"), (process.ExitCode, error.Trim()));
    }

    // Every word in quotation marks, which a second tokenisation would change.
    private string[] SyntheticHow2WithMarks()
    {
        var data = Path.Combine(_folder["data"], "how2");
        SyntheticHow2.Write(data, new SyntheticTranslationOptions { TrainLines = 1280, ValidationLines = 16, TestLines = 16 });
        string[] files = [.. Directory.EnumerateFiles(data, "text*.en", SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        foreach (var file in files)
            File.WriteAllLines(file, File.ReadAllLines(file).Select(line => Word().Replace(line, "\"$0\"")));
        return File.ReadAllLines(files.Single(file => file.Contains("dev5", StringComparison.Ordinal) && Path.GetFileName(file) == "text.en"));
    }

    private void Train(string experiment, string model, string modalities, params string[] settings)
    {
        var run = CommandRun.Of(
        [
            "train", experiment, "--model", model, "--modalities", modalities, "--data", _folder["data"], "--out", _folder["out"], "--device", "cpu",
            .. new[] { "TextHidden=8", "DecoderHidden=8", "WordFeatures=8", "Latent=6", "Merges=0", "MaxLength=5", "Epochs=1" }.Concat(settings).SelectMany(setting => new[] { "--set", setting }),
        ]);
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
    }

    private static string[] Translate(string run, IEnumerable<string> lines, params string[] options)
    {
        var translated = CommandRun.Of(
            new RootCommand { TranslateCommand.Create(() => new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))))) },
            ["translate", "--run", run, "--device", "cpu", .. options]);
        Assert.Equal(("", 0), (translated.Error, translated.ExitCode));
        return [.. translated.Output.Split('\n')[..^1].Select(line => line.TrimEnd('\r'))];
    }

    private CommandRun Translate(byte[] lines) => CommandRun.Of(
        new RootCommand { TranslateCommand.Create(() => new MemoryStream(lines)) },
        ["translate", "--run", Path.Combine(_folder["out"], "multi30k", "own.seq2seq.t", "seed-1"), "--device", "cpu"]);

    // Not the name of a line, which may stand before its text.
    [GeneratedRegex(@"(?<= |^)[A-Za-z]+(?= |\.)")]
    private static partial Regex Word();
}
