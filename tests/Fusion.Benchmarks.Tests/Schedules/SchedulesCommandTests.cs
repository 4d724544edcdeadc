using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Schedules;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Schedules;

public sealed class SchedulesCommandTests
{
    private static readonly IReadOnlyList<ScheduledProblem> Small =
    [
        ScheduledProblem.Classifier(new IemocapRecipe { BatchSize = 4, WordFeatures = 4, TextHidden = 3, AudioHidden = 3, Latent = 5, DiscriminatorHidden = 4 }, words: 20),
        ScheduledProblem.Translator(new TranslationRecipe { Modalities = ModalitySet.VT, BatchSize = 4, WordFeatures = 4, TextHidden = 3, DecoderHidden = 4, Latent = 5, DiscriminatorHidden = 4 }, words: 20, imageFeatures: 6),
    ];

    public static TheoryData<int, string> Schedules =>
        new(from problem in Enumerable.Range(0, Small.Count) from schedule in Enum.GetNames<GanSchedule>() select (problem, schedule));

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_schedule_has_finite_losses_moves_the_weights_and_leaves_no_tensor_behind(int problem, string schedule)
    {
        using var run = Small[problem].Train(Enum.Parse<GanSchedule>(schedule), CPU);
        var before = Weights(run);
        Assert.True(double.IsFinite(run.StepWithLoss()));
        Assert.NotEqual(before, Weights(run));
        run.Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 4; step++)
        {
            run.Step();
            Assert.True(double.IsFinite(run.StepWithLoss()));
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Every_schedule_of_every_model_gets_a_line_and_is_held_against_the_joint_one()
    {
        var output = new StringWriter();
        var results = SchedulesCommand.Run(Small, new Effort(2, 0, 0), Stopwatches.Of(Clock.Wall), output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(line => (JsonObject)JsonNode.Parse(line)!).ToArray();
        string[] schedules = ["joint", "alternating", "three-stage"];
        Assert.Equal(new[] { "classifier/batch-4", "translator/batch-4" }.SelectMany(problem => schedules.Select(schedule => $"{problem}/{schedule}")), lines.Select(line => (string)line["case"]!));
        Assert.All(lines, line => Assert.Equal(["case", "ms", "ratio"], line.Select(field => field.Key)));
        Assert.All(results.Where(result => result.Schedule == GanSchedule.Joint), result => Assert.Equal(1, result.Ratio));
        Assert.Contains("| `classifier/batch-4/joint` | ", SchedulesCommand.Table(results), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_times_the_sizes_of_the_recipes() =>
        Assert.Equal([$"classifier/batch-{new IemocapRecipe().BatchSize}", $"translator/batch-{new TranslationRecipe().BatchSize}"], ScheduledProblem.All.Select(problem => problem.Name));

    [Theory]
    [InlineData("--filter none", "--filter none: expected a part of classifier/batch-100 or translator/batch-32")]
    [InlineData("--device gpu", "--device gpu: expected")]
    [InlineData("--device cuda --clock cpu", "--clock cpu: expected --device cpu, found cuda")]
    public async Task A_mistake_is_exit_code_2(string arguments, string expected)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Shell.RunAsync(BenchmarkCommands.Create(), ["schedules", .. arguments.Split(' ')], output, error, TestContext.Current.CancellationToken, BenchmarkCommands.Name);
        Assert.Equal(Shell.UserError, code);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static float[] Weights(Fusion.Benchmarks.Training.TrainingRun run) => [.. run.Model.parameters().SelectMany(parameter => parameter.detach().clone().data<float>().ToArray())];
}
