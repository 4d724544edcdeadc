using System.CommandLine;
using System.Text;
using Fusion.Reference.Commands;
using Fusion.Reference.Tests.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class TranslateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TranslateCommandTests()
    {
        SmallTranslation.WriteMulti30k(Path.Combine(_folder["data"], "multi30k"));
        var run = CommandRun.Of(
        [
            "train", "multi30k", "--model", "seq2seq", "--modalities", "t", "--data", _folder["data"], "--out", _folder["out"], "--device", "cpu",
            .. new[] { "Epochs=1", "TextHidden=8", "DecoderHidden=8", "WordFeatures=8", "Latent=6", "Merges=0", "MaxLength=5" }.SelectMany(setting => new[] { "--set", setting }),
        ]);
        Assert.Equal(0, run.ExitCode);
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

    private CommandRun Translate(byte[] lines) => CommandRun.Of(
        new RootCommand { TranslateCommand.Create(() => new MemoryStream(lines)) },
        ["translate", "--run", Path.Combine(_folder["out"], "multi30k", "own.seq2seq.t", "seed-1"), "--device", "cpu"]);
}
