using System.Text.Json.Nodes;
using Fusion.Benchmarks.Training;
using Fusion.Reference;
using Fusion.Reference.Data.Synthetic;
using Xunit;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Training;

/// <summary>The command on a small translator that was trained for a moment on generated data.</summary>
public sealed class DecodeCommandTests : IDisposable
{
    private const string Row = "own.seq2seq.t";

    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-decode-").FullName;

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public async Task The_main_test_set_or_a_split_is_decoded_in_one_line_of_JSON()
    {
        var run = await Train();
        Assert.Equal((0, $"multi30k/{Row}/test_2016_flickr-16/beam-2"), Case(await Decode(run)));
        var (code, output, _) = await Decode(run, "--split", "val");
        Assert.Equal((0, $"multi30k/{Row}/val-12/beam-2"), Case((code, output, "")));
        var line = JsonNode.Parse(output)!;
        Assert.Equal(12 / line["ours_ms"]!.GetValue<double>() * 1000, line["ours_per_second"]!.GetValue<double>(), line["ours_per_second"]!.GetValue<double>() * 1e-2);
        Assert.StartsWith("--split 2016: expected one of test_2016_flickr, val, train", await Mistake(run, "--split", "2016"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_a_kind_that_the_peer_does_not_have_is_refused() =>
        Assert.Contains("expected a run that PyTorch's script can decode, with Modalities=T", await Mistake(await Train("--set", "TiedOutput=false")), StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_without_a_finished_run_is_refused() =>
        Assert.Contains("expected the folder of a finished run", await Mistake(Path.Combine(_folder, "none")), StringComparison.Ordinal);

    [Fact]
    public void Nearly_all_translations_have_to_be_alike()
    {
        long[][] ours = [.. Enumerable.Range(0, 100).Select(line => (long[])[line, 3])];
        Assert.Equal(98, DecodingCase.Alike("case", ours, [[7], [7], .. ours[2..]]));
        Assert.Equal("case: expected the translations of ours of PyTorch, found 97 of 100", Assert.Throws<UserErrorException>(() => DecodingCase.Alike("case", ours, [[7], [7], [7], .. ours[3..]])).Message);
        Assert.Throws<UserErrorException>(() => DecodingCase.Alike("case", ours, ours[1..]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Train(params string[] more)
    {
        SyntheticMulti30k.Write(Path.Combine(Data, "multi30k"), new SyntheticTranslationOptions { TrainLines = 64, ValidationLines = 12, TestLines = 16 });
        string[] settings = [.. new[] { "Epochs=1", "TextHidden=8", "DecoderHidden=8", "WordFeatures=8", "Latent=6", "Merges=0", "MaxLength=5", "Beam=2" }.SelectMany(setting => new[] { "--set", setting })];
        var (code, _, error) = await Run(Shell.Create(), ["train", "multi30k", "--model", "seq2seq", "--modalities", "t", "--data", Data, "--out", Path.Combine(_folder, "out"), "--device", "cpu", .. settings, .. more]);
        Assert.True(code == 0, error);
        return Path.Combine(_folder, "out", "multi30k", Row, "seed-1");
    }

    private Task<(int Code, string Output, string Error)> Decode(string run, params string[] more) => Run(BenchmarkCommands.Create(), ["decode", "--run", run, "--data", Data, "--quick", .. more]);

    private async Task<string> Mistake(string run, params string[] more)
    {
        var (code, output, error) = await Decode(run, more);
        Assert.Equal((Shell.UserError, ""), (code, output));
        return Assert.Single(error.TrimEnd().Split('\n')).Replace("error: ", "", StringComparison.Ordinal);
    }

    private static (int, string?) Case((int Code, string Output, string Error) run) => (run.Code, (string?)JsonNode.Parse(run.Output)!["case"]);

    private static async Task<(int Code, string Output, string Error)> Run(System.CommandLine.RootCommand root, string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (await Shell.RunAsync(root, arguments, output, error, TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }
}
