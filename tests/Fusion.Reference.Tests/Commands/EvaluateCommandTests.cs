using System.Text.Json.Nodes;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Experiments;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>Runs of classifiers; those of translations are in TranslationExperimentTests.</summary>
public sealed class EvaluateCommandTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private static readonly string[] Names = ["accuracy", "macroPrecision", "macroRecall", "macroF1", "weightedF1"];

    public static TheoryData<string> Models => [.. TrainedRuns.Models.Split(',')];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_stored_scores_come_back_to_the_last_digit(string model)
    {
        var stored = RunJson.Read<RunScores>(Path.Combine(runs.Run(model), "scores.json"));

        AssertScores(stored.Test, stored.Rows["test"], Evaluate(runs.Run(model), runs.Data));
        AssertScores(stored.Test, stored.Rows["test"], Evaluate(runs.Run(model), runs.Data, "--split", "test"));
        AssertScores(stored.Validation, stored.Rows["validation"], Evaluate(runs.Run(model), runs.Data, "--split", "val"));
        Assert.Equal(stored.Rows["train"], Items(Evaluate(runs.Run(model), runs.Data, "--split", "train")));
    }

    [Fact]
    public void A_score_has_the_names_that_score_classification_prints()
    {
        using var folder = new TemporaryFolder();
        var predictions = PredictionFile.Read(Path.Combine(runs.Run("autofusion"), "predictions.tsv"));
        var scored = CommandRun.Of(
            "score", "classification", "--predictions", folder.Write("predictions", string.Join('\n', predictions.Select(row => row.Predicted))), "--labels", folder.Write("labels", string.Join('\n', predictions.Select(row => row.Label))));

        var evaluated = Evaluate(runs.Run("autofusion"), runs.Data);

        Assert.Equal(JsonNode.Parse(scored.Output)!.AsObject().Select(pair => pair.Key), evaluated.Select(pair => pair.Key));
        Assert.Equal(["angry", "happy", "sad", "neutral"], evaluated["perClass"]!.AsArray().Select(line => line!["label"]!.GetValue<string>()));
    }

    [Fact]
    public void A_run_of_an_earlier_version_and_one_that_was_moved_are_evaluated_too()
    {
        using var folder = new TemporaryFolder();
        var copy = runs.Copy("late", folder["late"]);
        File.Delete(Path.Combine(copy, "inputs.json"));
        var stored = RunJson.Read<RunScores>(Path.Combine(copy, "scores.json"));

        AssertScores(stored.Test, stored.Rows["test"], Evaluate(copy, runs.Data));
    }

    [Fact]
    public void Runs_of_mosi_are_evaluated_in_the_same_way()
    {
        using var folder = new TemporaryFolder();
        SyntheticMosi.Write(Path.Combine(folder["data"], "mosi"), new SyntheticMosiOptions { TrainVideos = 8, ValidationVideos = 3, TestVideos = 4, UtterancesPerVideo = 10 });
        Assert.Equal(0, CommandRun.Of(
            "reproduce", "mosi", "--data", folder["data"], "--out", folder["out"], "--seeds", "1", "--models", "audio,ganfusion.dropout", "--set", "Epochs=2", "--set", "Width=6", "--set", "Latent=6", "--set", "DiscriminatorHidden=8", "--set", "MissingDraws=1").ExitCode);

        Assert.Contains("expected --data, the folder that holds the data sets", CommandRun.Of("evaluate", "--run", Path.Combine(folder["out"], "mosi", "audio", "seed-1")).UserError(), StringComparison.Ordinal);
        foreach (var model in new[] { "audio", "ganfusion.dropout" })
        {
            var run = Path.Combine(folder["out"], "mosi", model, "seed-1");
            var scores = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "scores.json")))!;
            var evaluated = Evaluate(run, folder["data"]);
            Assert.All(Names, name => Assert.Equal(scores["test"]![name]!.GetValue<double>(), evaluated[name]!.GetValue<double>()));
            Assert.Equal(scores["rows"]!["validation"]!.GetValue<int>(), Items(Evaluate(run, folder["data"], "--split", "val")));
        }
    }

    [Fact]
    public void Generated_data_are_found_without_being_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CommandRun.Of("reproduce", "mosi", "--out", folder["out"], "--models", "video", "--set", "Epochs=1").ExitCode);
        var run = Path.Combine(folder["out"], "mosi", "video", "seed-1");

        var evaluated = JsonNode.Parse(CommandRun.Of("evaluate", "--run", Path.Combine(run, ".")).Output)!;

        Assert.Equal(JsonNode.Parse(File.ReadAllText(Path.Combine(run, "scores.json")))!["test"]!["accuracy"]!.GetValue<double>(), evaluated["accuracy"]!.GetValue<double>());
    }

    [Fact]
    public void What_cannot_be_evaluated_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var run = runs.Run("lstm-s");
        string Error(params string[] arguments) => CommandRun.Of(["evaluate", .. arguments]).UserError();

        Assert.Contains("--split dev: expected one of test, val, train", Error("--run", run, "--data", runs.Data, "--split", "dev"), StringComparison.Ordinal);
        Assert.Contains("expected a folder iemocap in it, found none", Error("--run", run, "--data", folder.Root), StringComparison.Ordinal);
        Assert.Contains("expected the folder of a finished run", Error("--run", folder["none"], "--data", runs.Data), StringComparison.Ordinal);

        SyntheticIemocap.Write(Path.Combine(folder["data"], "iemocap"), new SyntheticIemocapOptions { Seed = 2, DialogsPerSession = 2, UtterancesPerClass = 2 });
        Assert.Contains("expected the data that the run learned from", Error("--run", run, "--data", folder["data"]), StringComparison.Ordinal);

        var odd = runs.Copy("lstm-s", folder["odd"]);
        foreach (var (from, to, message) in new[]
                 {
                     ("\"iemocap\"", "\"iemo\"", "expected a run of how2, multi30k, mboshi, iemocap, mosi, found iemo"), ("\"iemocap\"", "3", "expected 'experiment' to be text, found 3"),
                     ("\"lstm-s\"", "\"gru\"", "expected a row of iemocap, found gru"), ("\"epochs\"", "\"rounds\"", "expected the keys of this version's recipe"),
                 })
        {
            File.WriteAllText(Path.Combine(odd, "recipe.json"), File.ReadAllText(Path.Combine(run, "recipe.json")).Replace(from, to, StringComparison.Ordinal));
            Assert.Contains(message, Error("--run", odd, "--data", runs.Data), StringComparison.Ordinal);
        }
    }

    private static void AssertScores(IReadOnlyDictionary<string, double> stored, int rows, JsonObject evaluated)
    {
        Assert.All(Names, name => Assert.Equal(stored[name], evaluated[name]!.GetValue<double>()));
        Assert.Equal(rows, Items(evaluated));
    }

    private static long Items(JsonObject scores) => scores["confusion"]!.AsArray().SelectMany(row => row!.AsArray()).Sum(cell => cell!.GetValue<long>());

    private static JsonObject Evaluate(string run, string data, params string[] options)
    {
        var command = CommandRun.Of(["evaluate", "--run", run, "--data", data, .. options]);
        Assert.Equal("", command.Error);
        return JsonNode.Parse(command.Output)!.AsObject();
    }
}
