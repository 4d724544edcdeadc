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

        var first = CommandRun.Of(Line(folder));

        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        AssertWhole(output);
        Assert.Contains("SYNTHETIC", first.Output, StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(output, "report", "report.md"));
        Assert.All(Table3, model => Assert.Contains(model, report, StringComparison.Ordinal));
        Assert.Contains("SYNTHETIC", report, StringComparison.Ordinal);
        Assert.Contains("Accuracy as measured here.", report, StringComparison.Ordinal);
        Assert.Contains("not the choice of seeds.", report, StringComparison.Ordinal);
        Assert.Contains("Confusion matrix of autofusion: utterances", report, StringComparison.Ordinal);

        // One run loses its scores, as if the process had died before writing them; the others may not be touched.
        var run = Path.Combine(output, "iemocap", IemocapModels.Gan, "seed-1");
        var scores = File.ReadAllText(Path.Combine(run, "scores.json"));
        var predictions = File.ReadAllText(Path.Combine(run, "predictions.tsv"));
        Directory.Delete(run, recursive: true);
        var kept = Path.Combine(output, "iemocap", IemocapModels.Auto, "seed-1", "checkpoint.safetensors");
        var written = File.GetLastWriteTimeUtc(kept);

        Assert.Equal(0, CommandRun.Of([.. Line(folder), "--resume"]).ExitCode);

        Assert.Equal(scores, File.ReadAllText(Path.Combine(run, "scores.json")));
        Assert.Equal(predictions, File.ReadAllText(Path.Combine(run, "predictions.tsv")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
    }

    [Fact]
    public void A_kill_just_before_the_scores_leaves_a_run_that_resumes_to_them()
    {
        using var folder = new TemporaryFolder();
        string[] line = [.. Line(folder), "--models", "ganfusion"];
        Assert.Equal(0, CommandRun.Of(line).ExitCode);
        var run = Path.Combine(folder["out"], "iemocap", "ganfusion", "seed-1");
        var before = Results();
        Assert.Equal("scores.json", Path.GetFileName(Directory.EnumerateFiles(run).MaxBy(File.GetLastWriteTimeUtc)));
        File.Delete(Path.Combine(run, "scores.json"));

        var resumed = CommandRun.Of([.. line, "--resume"]);

        Assert.Equal("", resumed.Error);
        Assert.Equal(before, Results());
        Assert.Equal(0, CommandRun.Of("evaluate", "--run", run, "--data", folder["data"]).ExitCode);

        // The environment has the command line, which is another one.
        Dictionary<string, string> Results() => Snapshot(folder["out"]).Where(file => !file.Key.EndsWith("environment.json", StringComparison.Ordinal)).ToDictionary();
    }

    [Fact]
    public void Report_comes_back_from_the_run_folders_alone()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of(Line(folder)).ExitCode);
        var markdown = Path.Combine(folder["out"], "report", "report.md");
        var before = File.ReadAllText(markdown);
        Directory.Delete(Path.Combine(folder["out"], "report"), recursive: true);
        Directory.Delete(folder["data"], recursive: true);

        var again = CommandRun.Of("report", "--out", folder["out"]);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(before, File.ReadAllText(markdown));
    }

    [Fact]
    public void Finished_results_are_never_overwritten_or_mixed()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of(Line(folder)).ExitCode);
        var before = Snapshot(folder["out"]);

        Assert.Contains("add --resume", CommandRun.Of(Line(folder)).LastError(), StringComparison.Ordinal);
        Assert.Contains("epochs was 2, now 3", CommandRun.Of([.. Line(folder), "--resume", "--set", "Epochs=3"]).LastError(), StringComparison.Ordinal);

        Assert.Equal(before, Snapshot(folder["out"]));
    }

    [Theory]
    [InlineData("reproduce mosei", "expected all, how2, multi30k, mboshi, iemocap, mosi")]
    [InlineData("reproduce mboshi", "mboshi: there is no generator of such data")]
    [InlineData("reproduce --seeds 0", "--seeds 0: expected at least 1")]
    [InlineData("reproduce --seeds x", "error: --seeds x: expected a whole number. See 'fusion-reference reproduce --help'.")]
    [InlineData("reproduce --seeds 99999999999", "--seeds 99999999999: expected at most 2147483647.")]
    [InlineData("reproduce --jobs 1.5", "--jobs 1.5: expected a whole number.")]
    [InlineData("reproduce --threads 0", "--threads 0: expected at least 1")]
    [InlineData("reproduce --profile huge", "error: --profile huge: expected smoke, quick or full. See")]
    [InlineData("reproduce --profile full --set TestSession=3", "tests every session in turn")]
    [InlineData("reproduce --profile full --set Protocol=RandomUtterance", "Protocol=RandomUtterance has no sessions to test")]
    [InlineData("reproduce --profile full --set Protocol=Authors", "Protocol=Authors has no sessions to test")]
    [InlineData("reproduce --set Protocol=Authors --set Classes=Standard4", "--set Classes=Standard4: expected Ser6 with Protocol=Authors")]
    [InlineData("reproduce --set Classes=Six", "expected one of Standard4, Ser6, Ser4WithFrustration")]
    [InlineData("reproduce iemocap --models baselines --set TaskLoss=MultiMargin", "--set TaskLoss=MultiMargin: expected CrossEntropy with late, mdre, mdrea, whose loss is the model's own")]
    [InlineData("reproduce multi30k --models table1 --set Target=Fr", "--set Target=Fr: expected Pt, which the row pt.seq2seq.t always has")]
    [InlineData("reproduce multi30k --models img.seq2seq.t --set lines=all", "--set Lines=All: expected WithImages, which the row img.seq2seq.t always has")]
    [InlineData("reproduce multi30k --models all.seq2seq.t,img.autofusion.v-t --set Modalities=T", "--set Modalities=T: expected VT, which the row img.autofusion.v-t always has")]
    [InlineData("reproduce --models table4", "--models table4: expected all, how2-table1")]
    [InlineData("reproduce --jobs 0", "--jobs 0: expected at least 1")]
    [InlineData("reproduce --set Epochs=1 iemocap", "--set iemocap: expected Key=value; the name of an experiment goes before the options")]
    [InlineData("reproduce iemocap --set Epochs=1 Epocs=2", "there is no key Epocs")]
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

        Assert.Contains("expected a folder how2 (", error, StringComparison.Ordinal);
        Assert.Contains("sail.usc.edu/iemocap", error, StringComparison.Ordinal);
        Assert.Contains("or mosi (", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_runs_what_the_data_folder_holds_and_lists_the_rest()
    {
        using var folder = new TemporaryFolder();
        SmallCorpus.Write(Path.Combine(folder["data"], "iemocap"));

        var run = CommandRun.Of([.. Generated(folder["out"], "all"), "--data", folder["data"], "--models", "lstm-s,text"]);

        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(Path.Combine(folder["out"], "iemocap", "lstm-s", "seed-1", "scores.json")));
        Assert.False(Directory.Exists(Path.Combine(folder["out"], "mosi")));
        Assert.Contains("not run", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void All_runs_every_experiment_on_generated_data()
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of([.. Generated(folder["out"], "all"), "--models", "lstm-s,text"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("IEMOCAP on the held-out session, SYNTHETIC DATA", run.Output, StringComparison.Ordinal);
        Assert.Contains("CMU-MOSI, test videos, SYNTHETIC DATA", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_the_user_below_the_output_are_never_replaced()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["out"], "data", "iemocap");
        SmallCorpus.Write(data);
        File.Delete(Path.Combine(data, "SYNTHETIC.json"));
        var table = File.ReadAllText(Path.Combine(data, "iemocap.tsv"));

        var run = CommandRun.Of(Generated(folder["out"]));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not generated here", run.LastError(), StringComparison.Ordinal);
        Assert.Equal(table, File.ReadAllText(Path.Combine(data, "iemocap.tsv")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "not a folder");

        Assert.Contains(file, CommandRun.Of("reproduce", "--out", Path.Combine(file, "out")).UserError(), StringComparison.Ordinal);
        Assert.Contains("expected a folder", CommandRun.Of("reproduce", "--out", file).UserError(), StringComparison.Ordinal);
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

        var run = CommandRun.Of([.. Line(folder), "--seeds", "2"]);

        Assert.Equal(0, run.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder["out"], "data")));
        Assert.Equal(2 * Table3.Length, Directory.EnumerateFiles(folder["out"], "scores.json", SearchOption.AllDirectories).Count());
        Assert.Contains("2 seeds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_need_frames_are_left_out_where_there_are_none()
    {
        using var folder = new TemporaryFolder();
        string[] Of(string output, string models) => [.. Line(folder, output), "--models", models];

        Assert.Equal(0, CommandRun.Of(Of("both", "lstm-s,lstm-s.frames")).ExitCode);
        var alone = CommandRun.Of(Of("alone", "lstm-s.frames"));
        var asked = CommandRun.Of([.. Of("asked", "lstm-s,autofusion"), "--set", "AudioLearner=Frames"]);

        Assert.Equal(["lstm-s"], Directory.EnumerateDirectories(Path.Combine(folder["both"], "iemocap")).Select(Path.GetFileName));
        Assert.All([alone, asked], run => Assert.Contains("AudioLearner=Frames: expected the IEMOCAP release", run.LastError(), StringComparison.Ordinal));
        Assert.All([alone, asked], run => Assert.Equal(2, run.ExitCode));
    }

    [Fact]
    public void Rows_of_frozen_word_vectors_are_left_out_where_there_are_none()
    {
        using var folder = new TemporaryFolder();
        string[] Of(string output, string models, params string[] more) => [.. Line(folder, output), "--models", models, .. more];

        Assert.Equal(0, CommandRun.Of(Of("both", "lstm-s,lstm-t.frozen")).ExitCode);
        var alone = CommandRun.Of(Of("alone", "lstm-t.frozen"));
        var asked = CommandRun.Of(Of("asked", "lstm-s,concat", "--set", "WordVectors=PretrainedFrozen"));

        Assert.Equal(["lstm-s"], Directory.EnumerateDirectories(Path.Combine(folder["both"], "iemocap")).Select(Path.GetFileName));
        Assert.All([alone, asked], run => Assert.Contains("WordVectors=PretrainedFrozen: expected word vectors with the data", run.UserError(), StringComparison.Ordinal));
        Assert.Equal(0, CommandRun.Of(Of("speech", "lstm-s", "--set", "WordVectors=PretrainedFrozen")).ExitCode);
    }

    [Fact]
    public void A_release_has_frames_for_those_who_read_them()
    {
        using var folder = new TemporaryFolder();
        SyntheticRelease.Write(Path.Combine(folder["data"], "iemocap"), new SyntheticIemocapOptions { DialogsPerSession = 2, UtterancesPerClass = 2, Vectors = false });

        var run = CommandRun.Of([.. Line(folder), "--models", "lstm-s,lstm-s.frames,mdre,mha-2,ganfusion.alternating,ganfusion.three-stage"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(6, Directory.EnumerateFiles(folder["out"], "scores.json", SearchOption.AllDirectories).Count());
        Assert.Contains("gru.weight_ih_l0", string.Join(' ', Fusion.Layers.Safetensors.load(Checkpoint("mdre")).Keys), StringComparison.Ordinal);
        Assert.Equal(39, Fusion.Layers.Safetensors.load(Checkpoint("mdre"))["speech.gru.weight_ih_l0"].size(1));
        Assert.Equal(39, Fusion.Layers.Safetensors.load(Checkpoint("lstm-s.frames"))["audio.lstm.weight_ih_l0"].size(1));
        foreach (var model in new[] { "lstm-s.frames", "mdre", "ganfusion.three-stage" })
        {
            var again = CommandRun.Of("evaluate", "--run", Path.GetDirectoryName(Checkpoint(model))!, "--data", folder["data"]);
            Assert.Equal("", again.Error);
            Assert.Equal(
                JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Checkpoint(model))!, "scores.json")))!["test"]!["macroF1"]!.GetValue<double>(), JsonNode.Parse(again.Output)!["macroF1"]!.GetValue<double>());
        }

        Assert.Contains("lstm-s.frames, which reads the frames of recordings", CommandRun.Of("classify", "--run", Path.GetDirectoryName(Checkpoint("lstm-s.frames"))!).UserError(), StringComparison.Ordinal);

        string Checkpoint(string model) => Path.Combine(folder["out"], "iemocap", model, "seed-1", "checkpoint.safetensors");
    }

    [Fact]
    public void The_full_profile_tests_every_session_in_turn_and_resumes_run_by_run()
    {
        using var folder = new TemporaryFolder();
        string[] line = [.. Line(folder), "--profile", "full", "--models", "lstm-s,autofusion", "--jobs", "3"];

        Assert.Equal(0, CommandRun.Of(line).ExitCode);

        var root = Path.Combine(folder["out"], "iemocap", IemocapModels.Auto);
        Assert.Equal(["session-1", "session-2", "session-3", "session-4", "session-5"], Directory.EnumerateDirectories(root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var sessions = Directory.EnumerateFiles(root, "recipe.json", SearchOption.AllDirectories).Select(file => JsonNode.Parse(File.ReadAllText(file))!)
            .Select(recipe => (Test: recipe["testSession"]!.GetValue<int>(), Validation: recipe["validationSession"]!.GetValue<int>())).Order();
        Assert.Equal([(1, 5), (2, 1), (3, 2), (4, 3), (5, 4)], sessions);
        Assert.Contains("Session 3", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);

        var lost = Path.Combine(root, "session-3", "seed-1");
        var scores = File.ReadAllText(Path.Combine(lost, "scores.json"));
        Directory.Delete(lost, recursive: true);
        // As if it had been interrupted.
        Assert.Equal("", CommandRun.Of("report", "--out", folder["out"]).Error);
        Assert.Contains("Means over fewer sessions: autofusion (1, 2, 4, 5).", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of([.. line, "--resume"]).ExitCode);
        Assert.Equal(scores, File.ReadAllText(Path.Combine(lost, "scores.json")));
        Assert.DoesNotContain("fewer sessions", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_other_budgets_are_said_to_have_them()
    {
        using var folder = new TemporaryFolder();
        string Report() => File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));

        Assert.Equal(0, CommandRun.Of([.. Line(folder), "--models", "lstm-s"]).ExitCode);
        Assert.Contains("Every model has the same budget", Report(), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of([.. Line(folder), "--models", "lstm-s.mlp", "--set", "Epochs=1"]).ExitCode);
        Assert.Contains("Every model has the same budget", Report(), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of([.. Line(folder), "--models", "concat", "--set", "Epochs=1"]).ExitCode);

        Assert.DoesNotContain("Every model has the same budget", Report(), StringComparison.Ordinal);
        Assert.Contains("2 for lstm-s; 1 for concat, lstm-s.mlp", Report(), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_another_layout_or_on_other_data_never_meet_in_one_folder()
    {
        using var folder = new TemporaryFolder();
        string[] line = [.. Line(folder), "--models", "lstm-s"];
        Assert.Equal(0, CommandRun.Of(line).ExitCode);
        var run = Path.Combine(folder["out"], "iemocap", "lstm-s", "seed-1");

        var full = CommandRun.Of([.. line, "--profile", "full"]).UserError();
        File.Delete(Path.Combine(folder["data"], "iemocap", "SYNTHETIC.json"));
        var real = CommandRun.Of([.. Line(folder), "--models", "concat"]).UserError();

        Assert.Contains($"{run}: expected a run of every session in turn, found a run of one session; choose another folder with --out", full, StringComparison.Ordinal);
        Assert.Contains($"{run}: expected a run on real data, found one on generated data; choose another folder with --out", real, StringComparison.Ordinal);
        Assert.Equal(["lstm-s"], Directory.EnumerateDirectories(Path.Combine(folder["out"], "iemocap")).Select(Path.GetFileName));

        // Two folders put together by hand.
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "other"), "--models", "concat"]).ExitCode);
        Directory.Move(Path.Combine(folder["other"], "iemocap", "concat"), Path.Combine(folder["out"], "iemocap", "concat"));
        Assert.Contains("expected runs of one layout and one kind of data", CommandRun.Of("report", "--out", folder["out"]).UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_side_by_side_give_what_they_give_one_by_one()
    {
        using var folder = new TemporaryFolder();
        string[] models = ["--models", "concat,autofusion,ganfusion", "--set", "Dropout=0.4"];

        Assert.Equal(0, CommandRun.Of([.. Line(folder, "alone"), .. models, "--jobs", "1"]).ExitCode);
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "together"), .. models, "--jobs", "3"]).ExitCode);

        foreach (var model in new[] { IemocapModels.Concat, IemocapModels.Auto, IemocapModels.Gan })
            foreach (var file in new[] { "scores.json", "predictions.tsv", "checkpoint.safetensors" })
            {
                var path = Path.Combine("iemocap", model, "seed-1", file);
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder["alone"], path)), File.ReadAllBytes(Path.Combine(folder["together"], path)));
            }
    }

    private static string[] Table3 => [.. IemocapStudies.Table3.Variants.Select(variant => variant.Name)];

    // Prepared data: generating and measuring recordings would take longer than the training.
    private static string[] Line(TemporaryFolder folder, string output = "out")
    {
        var data = folder["data"];
        if (!Directory.Exists(data))
            SmallCorpus.Write(Path.Combine(data, "iemocap"));
        return [.. Generated(folder[output]), "--data", data];
    }

    private static string[] Generated(string output, string target = "iemocap") =>
        ["reproduce", target, "--out", output, .. SmallCorpus.Settings.SelectMany(setting => new[] { "--set", setting })];

    private static void AssertWhole(string output)
    {
        foreach (var model in Table3)
        {
            var run = Path.Combine(output, "iemocap", model, "seed-1");
            Assert.Equal(
                ["checkpoint.safetensors", "environment.json", "history.jsonl", "inputs.json", "latents.tsv", "predictions.tsv", "recipe.json", "scores.json"],
                Directory.EnumerateFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            var scores = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "scores.json")))!;
            Assert.True(scores["synthetic"]!.GetValue<bool>());
            Assert.Equal(scores["rows"]!["test"]!.GetValue<int>(), PredictionFile.Read(Path.Combine(run, "predictions.tsv")).Count);
        }
    }

    private static Dictionary<string, string> Snapshot(string folder) => Directory.EnumerateFiles(Path.Combine(folder, "iemocap"), "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
