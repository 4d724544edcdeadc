using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Reference.Experiments;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingOptions Options = new(
        Seed: 7, Epochs: 4, Patience: 9, LearningRate: 1e-2, ClipNorm: 50, TaskWeight: 1, FusionWeight: 0.5, Selection: "score");

    [Theory]
    [InlineData("Joint", 0)]
    [InlineData("Alternating", 0)]
    [InlineData("ThreeStage", 0)]
    [InlineData("Joint", 0.9)]
    [InlineData("ThreeStage", 0.9)]
    public void A_run_killed_after_any_epoch_and_resumed_equals_an_uninterrupted_one(string schedule, double averageDecay)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder["whole"], schedule: schedule, averageDecay: averageDecay);

        for (var epoch = 1; epoch < Options.Epochs; epoch++)
        {
            var path = folder[$"killed-after-{epoch}"];
            Assert.Throws<OperationCanceledException>(() => Train(path, failsAtValidation: epoch + 1, schedule, averageDecay));
            AssertSame(whole, Train(path, schedule: schedule, averageDecay: averageDecay));
        }
    }

    [Theory]
    [InlineData("Joint", "adam", "")]
    [InlineData("Alternating", "adam,adam.discriminators", "discriminators,rest")]
    [InlineData("ThreeStage", "adam,adam.discriminators,adam.generators", "disc_real,disc_fake,gen")]
    public void Every_optimiser_is_in_the_checkpoint_and_every_stage_in_the_history(string schedule, string optimizers, string stages)
    {
        using var folder = new TemporaryFolder();

        var outcome = Train(folder["run"], schedule: schedule);

        // In three stages the whole model steps with each, its players once or twice more.
        long Steps(string name) => BitConverter.ToInt64(outcome.Checkpoint[name == "adam" ? "position/steps" : $"position/steps/{name}"]);
        var batches = 3 * Options.Epochs;
        Assert.Equal(optimizers, string.Join(',', outcome.Checkpoint.Keys.Where(key => key.EndsWith(".weight", StringComparison.Ordinal) && key.Contains("/second/", StringComparison.Ordinal))
            .Select(key => key.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)));
        Assert.Equal(schedule == "ThreeStage" ? 3 * batches : batches, Steps("adam"));
        if (schedule == "ThreeStage")
            Assert.Equal((2 * batches, batches), (Steps("adam.discriminators"), Steps("adam.generators")));
        Assert.Equal(stages.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), HistoryFile.Read(History(folder["run"]))[0].Losses.Keys
            .Where(name => name.StartsWith("total.", StringComparison.Ordinal)).Select(name => name[6..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_kill_between_history_and_checkpoint_runs_the_epoch_again()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder["whole"]);
        var path = folder["killed"];
        Assert.Throws<OperationCanceledException>(() => Train(path, failsAtValidation: 3));
        // The line of epoch 3 is there, its checkpoint is not.
        File.AppendAllText(History(path), File.ReadAllLines(History(folder["whole"]))[2].Replace("0.", "9.", StringComparison.Ordinal) + "\n");

        AssertSame(whole, Train(path));
    }

    [Fact]
    public void A_torn_history_line_does_not_hinder_resuming()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder["whole"]);
        var path = folder["killed"];
        Assert.Throws<OperationCanceledException>(() => Train(path, failsAtValidation: 3));
        File.AppendAllText(History(path), "{\"epoch\":3,\"ste");

        AssertSame(whole, Train(path));
    }

    [Fact]
    public void The_model_ends_with_the_weights_of_the_chosen_epoch()
    {
        using var folder = new TemporaryFolder();
        using var task = new ToyTask();
        var run = Open(folder["run"]);

        var result = new Trainer<ToyTask.Batch>(task, Options with { Epochs = 12, LearningRate = 5e-2 }, run).Run(TestContext.Current.CancellationToken);

        var history = HistoryFile.Read(run.HistoryFile);
        // The learning rate is high enough for the last epoch not to be the best one; else the test would show nothing.
        Assert.InRange(result.BestEpoch, 1, result.Epochs - 1);
        Assert.Equal(history.Max(record => record.Validation["score"]), result.BestValue);
        Assert.Equal(result.BestValue, task.Validate()["score"]);
    }

    [Fact]
    public void An_average_is_what_is_validated_and_kept_and_training_goes_on_without_it()
    {
        using var folder = new TemporaryFolder();
        using var task = new ToyTask();
        var run = Open(folder["averaged"]);

        var result = new Trainer<ToyTask.Batch>(task, Options with { AverageDecay = 0.9 }, run).Run(TestContext.Current.CancellationToken);

        Assert.Equal(result.BestValue, task.Validate()["score"]);
        var plain = Train(folder["plain"]);
        var averaged = Safetensors.load(run.CheckpointFile);
        Assert.NotEqual(plain.Result.BestValue, result.BestValue);
        Assert.All(plain.Checkpoint.Keys.Where(name => name.Contains(".weight", StringComparison.Ordinal) && !name.StartsWith("best/", StringComparison.Ordinal)),
            name => Assert.Equal(plain.Checkpoint[name], averaged[name].bytes.ToArray()));
        foreach (var tensor in averaged.Values)
            tensor.Dispose();
    }

    [Fact]
    public void Speed_is_counted_in_the_tasks_tokens()
    {
        using var folder = new TemporaryFolder();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        Train(folder["run"]);

        // Three batches of four tokens, in less time than the whole run took.
        var least = 12 / System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
        Assert.All(HistoryFile.Read(History(folder["run"])), record => Assert.True(record.TokensPerSecond > least));
    }

    [Fact]
    public void Patience_ends_the_run()
    {
        using var folder = new TemporaryFolder();
        using var task = new ToyTask();

        var result = new Trainer<ToyTask.Batch>(task, Options with { Epochs = 50, LearningRate = 5e-2, Patience = 2 }, Open(folder["run"])).Run(TestContext.Current.CancellationToken);

        Assert.Equal(result.BestEpoch + 2, result.Epochs);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_a_clear_error()
    {
        using var folder = new TemporaryFolder();
        using var task = new ToyTask();
        using (no_grad())
            task.Model.get_parameter("head.weight")!.fill_(float.NaN);

        var error = Assert.Throws<UserErrorException>(() => new Trainer<ToyTask.Batch>(task, Options, Open(folder["run"])).Run(TestContext.Current.CancellationToken));

        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_a_clear_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<OperationCanceledException>(() => Train(folder["run"], failsAtValidation: 3));
        var checkpoint = RunFolder.In(folder["run"], "toy", "gan", 1).CheckpointFile;
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..100]);

        Assert.Contains(checkpoint, Assert.Throws<UserErrorException>(() => Train(folder["run"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(1, 0.9)]
    public void A_run_killed_with_the_chosen_weights_in_place_of_its_state_ends_as_it_would_have(int patience, double averageDecay)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var options = Options with { LearningRate = 5e-2, Patience = patience, AverageDecay = averageDecay };
        var run = Open(folder["run"]);
        using var first = new ToyTask();
        var result = new Trainer<ToyTask.Batch>(first, options, run).Run(TestContext.Current.CancellationToken);
        Safetensors.save(first.Model, run.CheckpointFile);
        var history = File.ReadAllText(run.HistoryFile);

        using var second = new ToyTask();
        Assert.Equal(result, new Trainer<ToyTask.Batch>(second, options, run).Run(TestContext.Current.CancellationToken));

        Assert.Equal(history, File.ReadAllText(run.HistoryFile));
        Assert.Equal(first.Validate()["score"], second.Validate()["score"]);
        // Epochs that were never trained cannot follow.
        using var third = new ToyTask();
        var longer = new Trainer<ToyTask.Batch>(third, options with { Epochs = 9, Patience = 9 }, run);
        Assert.Contains("found weights alone", Assert.Throws<UserErrorException>(() => longer.Run(TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_tensors_stay_flat_over_runs()
    {
        using var folder = new TemporaryFolder();
        long[] counts = [.. Enumerable.Range(0, 4).Select(run =>
        {
            Train(folder[$"run{run}"]);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        })];

        Assert.Equal(counts[1], counts[3]);
    }

    private static string History(string path) => RunFolder.In(path, "toy", "gan", 1).HistoryFile;

    private static RunFolder Open(string path)
    {
        var run = RunFolder.In(path, "toy", "gan", 1);
        run.Open(new JsonObject(), resume: true);
        return run;
    }

    private static Outcome Train(string path, int? failsAtValidation = null, string schedule = "Joint", double averageDecay = 0)
    {
        using var scope = NewDisposeScope();
        using var task = new ToyTask(Enum.Parse<GanSchedule>(schedule)) { FailsAtValidation = failsAtValidation };
        var run = Open(path);
        var result = new Trainer<ToyTask.Batch>(task, Options with { AverageDecay = averageDecay }, run).Run(TestContext.Current.CancellationToken);
        var weights = task.Model.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().cpu().contiguous().bytes.ToArray());
        return new Outcome(result, [.. HistoryFile.Read(run.HistoryFile).Select(Comparable)], weights, Safetensors.load(run.CheckpointFile).ToDictionary(item => item.Key, item => item.Value.bytes.ToArray()));
    }

    // Times differ between equal runs; nothing else may.
    private static string Comparable(EpochRecord record) => System.Text.Json.JsonSerializer.Serialize(record with { MillisecondsPerStep = 0, TokensPerSecond = null });

    private static void AssertSame(Outcome expected, Outcome actual)
    {
        Assert.Equal(expected.Result, actual.Result);
        Assert.Equal(expected.History, actual.History);
        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.Checkpoint, actual.Checkpoint);
    }

    private sealed record Outcome(TrainingResult Result, string[] History, Dictionary<string, byte[]> Weights, Dictionary<string, byte[]> Checkpoint);
}
