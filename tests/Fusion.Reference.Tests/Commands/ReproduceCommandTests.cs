using System.Text.Json.Nodes;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Experiments;
using Fusion.Reference.Tests.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>The whole way from the command line to the report, with tiny models on generated data.</summary>
public class ReproduceCommandTests
{
    [Fact]
    public void Runs_every_model_and_reports_it_then_resumes_to_the_same_scores()
    {
        using var folder = new TemporaryFolder();
        var output = folder["out"];

        var first = CommandRun.Of(Line(output));

        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        AssertWhole(output);
        Assert.Contains("SYNTHETIC", first.Output, StringComparison.Ordinal);
        Assert.Contains("how2: not available yet", first.Output, StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(output, "report", "report.md"));
        Assert.All(IemocapModels.Names, model => Assert.Contains(model, report, StringComparison.Ordinal));
        Assert.Contains("SYNTHETIC", report, StringComparison.Ordinal);

        // One run loses its scores, as if the process had died before writing them; the others may not be touched.
        var run = Path.Combine(output, "iemocap", IemocapModels.Gan, "seed-1");
        var scores = File.ReadAllText(Path.Combine(run, "scores.json"));
        var predictions = File.ReadAllText(Path.Combine(run, "predictions.tsv"));
        Directory.Delete(run, recursive: true);
        var kept = Path.Combine(output, "iemocap", IemocapModels.Auto, "seed-1", "checkpoint.safetensors");
        var written = File.GetLastWriteTimeUtc(kept);

        Assert.Equal(0, CommandRun.Of([.. Line(output), "--resume"]).ExitCode);

        Assert.Equal(scores, File.ReadAllText(Path.Combine(run, "scores.json")));
        Assert.Equal(predictions, File.ReadAllText(Path.Combine(run, "predictions.tsv")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
    }

    [Fact]
    public void Report_comes_back_from_the_run_folders_alone()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of(Line(folder["out"])).ExitCode);
        var markdown = Path.Combine(folder["out"], "report", "report.md");
        var before = File.ReadAllText(markdown);
        Directory.Delete(Path.Combine(folder["out"], "report"), recursive: true);
        Directory.Delete(Path.Combine(folder["out"], "data"), recursive: true);

        var again = CommandRun.Of("report", "--out", folder["out"]);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(before, File.ReadAllText(markdown));
    }

    [Fact]
    public void Finished_results_are_never_overwritten_or_mixed()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of(Line(folder["out"])).ExitCode);
        var before = Snapshot(folder["out"]);

        Assert.Contains("add --resume", CommandRun.Of(Line(folder["out"])).LastError(), StringComparison.Ordinal);
        Assert.Contains("epochs was 2, now 3", CommandRun.Of([.. Line(folder["out"]), "--resume", "--set", "Epochs=3"]).LastError(), StringComparison.Ordinal);

        Assert.Equal(before, Snapshot(folder["out"]));
    }

    [Theory]
    [InlineData("reproduce how2", "how2: not available yet")]
    [InlineData("reproduce mosi", "expected all, how2, multi30k, iemocap")]
    [InlineData("reproduce --seeds 0", "--seeds 0: expected at least 1")]
    [InlineData("reproduce --threads 0", "--threads 0: expected at least 1")]
    [InlineData("reproduce --profile huge", "huge")]
    [InlineData("reproduce --profile full --set TestSession=3", "tests every session in turn")]
    [InlineData("reproduce --models table4", "--models table4: expected all, table3")]
    [InlineData("reproduce --jobs 0", "--jobs 0: expected at least 1")]
    [InlineData("reproduce --device tpu", "--device tpu: expected auto")]
    [InlineData("reproduce --set Epocs=3", "there is no key Epocs")]
    [InlineData("reproduce --set Epochs=-3", "--set Epochs=-3: expected at least 1")]
    [InlineData("reproduce --data /nowhere/at/all", "--data /nowhere/at/all: expected a folder")]
    public void What_cannot_be_done_is_one_line_and_writes_nothing(string line, string message)
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of([.. line.Split(' '), "--out", folder["out"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.LastError(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Data_without_the_data_set_says_what_is_missing_and_how_to_get_it()
    {
        using var folder = new TemporaryFolder();

        var error = CommandRun.Of("reproduce", "--data", folder.Root, "--out", folder["out"]).LastError();

        Assert.Contains("expected a folder iemocap", error, StringComparison.Ordinal);
        Assert.Contains("sail.usc.edu/iemocap", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_the_user_below_the_output_are_never_replaced()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["out"], "data", "iemocap");
        SmallCorpus.Write(data);
        File.Delete(Path.Combine(data, "SYNTHETIC.json"));
        var table = File.ReadAllText(Path.Combine(data, "iemocap.tsv"));

        var run = CommandRun.Of(Line(folder["out"]));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not generated here", run.LastError(), StringComparison.Ordinal);
        Assert.Equal(table, File.ReadAllText(Path.Combine(data, "iemocap.tsv")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "not a folder");

        var run = CommandRun.Of("reproduce", "--out", Path.Combine(file, "out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file, run.LastError(), StringComparison.Ordinal);
        Assert.Equal("not a folder", File.ReadAllText(file));
    }

    [Fact]
    public void A_report_of_nothing_is_one_line()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("expected a finished run", CommandRun.Of("report", "--out", folder.Root).UserError(), StringComparison.Ordinal);
        Assert.Contains("found none", CommandRun.Of("report", "--out", folder["absent"]).UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_of_the_user_is_read_with_the_same_loader()
    {
        using var folder = new TemporaryFolder();
        SmallCorpus.Write(Path.Combine(folder["data"], "iemocap"));

        var run = CommandRun.Of([.. Line(folder["out"]), "--data", folder["data"], "--seeds", "2"]);

        Assert.Equal(0, run.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder["out"], "data")));
        Assert.Equal(2 * IemocapModels.Names.Count, Directory.EnumerateFiles(folder["out"], "scores.json", SearchOption.AllDirectories).Count());
        Assert.Contains("2 seeds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_need_frames_are_left_out_where_there_are_none()
    {
        using var folder = new TemporaryFolder();
        SmallCorpus.Write(Path.Combine(folder["data"], "iemocap"));
        string[] Of(string output, string models) => [.. Line(folder[output]), "--data", folder["data"], "--models", models];

        Assert.Equal(0, CommandRun.Of(Of("both", "lstm-s,lstm-s.frames")).ExitCode);
        var alone = CommandRun.Of(Of("alone", "lstm-s.frames"));
        var asked = CommandRun.Of([.. Of("asked", "lstm-s,autofusion"), "--set", "AudioLearner=Frames"]);

        Assert.Equal(["lstm-s"], Directory.EnumerateDirectories(Path.Combine(folder["both"], "iemocap")).Select(Path.GetFileName));
        Assert.All([alone, asked], run => Assert.Contains("AudioLearner=Frames: expected the IEMOCAP release", run.LastError(), StringComparison.Ordinal));
        Assert.All([alone, asked], run => Assert.Equal(2, run.ExitCode));
    }

    [Fact]
    public void A_release_has_frames_for_those_who_read_them()
    {
        using var folder = new TemporaryFolder();
        SyntheticRelease.Write(Path.Combine(folder["data"], "iemocap"), new SyntheticIemocapOptions { DialogsPerSession = 2, UtterancesPerClass = 2, Vectors = false });

        var run = CommandRun.Of([.. Line(folder["out"]), "--data", folder["data"], "--models", "lstm-s,lstm-s.frames,mdre,mha-2,ganfusion.alternating,ganfusion.three-stage"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(6, Directory.EnumerateFiles(folder["out"], "scores.json", SearchOption.AllDirectories).Count());
        Assert.Contains("gru.weight_ih_l0", string.Join(' ', Fusion.Layers.Safetensors.load(Checkpoint("mdre")).Keys), StringComparison.Ordinal);
        Assert.Equal(39, Fusion.Layers.Safetensors.load(Checkpoint("mdre"))["speech.gru.weight_ih_l0"].size(1));
        Assert.Equal(39, Fusion.Layers.Safetensors.load(Checkpoint("lstm-s.frames"))["audio.lstm.weight_ih_l0"].size(1));

        string Checkpoint(string model) => Path.Combine(folder["out"], "iemocap", model, "seed-1", "checkpoint.safetensors");
    }

    private static string[] Line(string output) =>
        ["reproduce", "--out", output, .. SmallCorpus.Settings.SelectMany(setting => new[] { "--set", setting })];

    private static void AssertWhole(string output)
    {
        foreach (var model in IemocapModels.Names)
        {
            var run = Path.Combine(output, "iemocap", model, "seed-1");
            Assert.Equal(
                ["checkpoint.safetensors", "environment.json", "history.jsonl", "latents.tsv", "predictions.tsv", "recipe.json", "scores.json"],
                Directory.EnumerateFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            var scores = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "scores.json")))!;
            Assert.True(scores["synthetic"]!.GetValue<bool>());
            Assert.Equal(scores["rows"]!["test"]!.GetValue<int>(), PredictionFile.Read(Path.Combine(run, "predictions.tsv")).Count);
        }
    }

    private static Dictionary<string, string> Snapshot(string folder) => Directory.EnumerateFiles(Path.Combine(folder, "iemocap"), "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
