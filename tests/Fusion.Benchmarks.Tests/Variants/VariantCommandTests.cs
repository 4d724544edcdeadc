using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Training;
using Fusion.Benchmarks.Variants;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Variants;

public sealed class VariantCommandTests
{
    private static readonly TranslationRecipe Translations = new() { Modalities = ModalitySet.VT, BatchSize = 4, WordFeatures = 4, TextHidden = 3, DecoderHidden = 4, Latent = 5, DiscriminatorHidden = 4 };

    private static readonly IReadOnlyList<VariantProblem> Schedules =
    [
        ScheduleProblems.Classifier(new IemocapRecipe { BatchSize = 4, WordFeatures = 4, TextHidden = 3, AudioHidden = 3, Latent = 5, DiscriminatorHidden = 4 }, words: 20),
        ScheduleProblems.Translator(Translations, new TranslationSizes(20, 20, 6, null)),
    ];

    private static readonly IReadOnlyList<VariantProblem> Small =
        [.. Schedules, PrecisionProblems.Of(TranslationModels.Gan, Translations with { Modalities = ModalitySet.SVT }, new TranslationSizes(20, 20, 6, 3))];

    public static TheoryData<int, int> Variants => new(from problem in Small.Index() from variant in Enumerable.Range(0, problem.Item.Variants.Count) select (problem.Index, variant));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_has_finite_losses_moves_the_weights_and_leaves_no_tensor_behind(int problem, int variant)
    {
        using var run = Small[problem].Variants[variant].Train(CPU);
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
    public void Every_variant_of_every_model_gets_a_line_and_is_held_against_the_first()
    {
        var output = new StringWriter();
        var results = new VariantRounds(new Effort(2, 0, 0), Stopwatches.Of(Clock.Wall), CPU).Run(Schedules, output, TestContext.Current.CancellationToken);

        var lines = output.ToString().TrimEnd().Split('\n').Select(line => (JsonObject)JsonNode.Parse(line)!).ToArray();
        string[] schedules = ["joint", "alternating", "three-stage"];
        Assert.Equal(new[] { "classifier/batch-4", "translator/batch-4" }.SelectMany(problem => schedules.Select(schedule => $"{problem}/{schedule}")), lines.Select(line => (string)line["case"]!));
        Assert.All(lines, line => Assert.Equal(["case", "ms", "ratio"], line.Select(field => field.Key)));
        Assert.All(results.Where(result => result.Case.EndsWith("/joint", StringComparison.Ordinal)), result => Assert.Equal(1, result.Ratio));
        Assert.Contains("| `classifier/batch-4/joint` | ", VariantCommand.Table(results, "joint"), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_precisions_begin_with_the_same_loss_but_for_rounding()
    {
        using var exact = Small[2].Variants[0].Train(CPU);
        using var rounded = Small[2].Variants[1].Train(CPU);

        Assert.Equal(["float32", "bfloat16"], Small[2].Variants.Select(variant => variant.Name));
        Assert.Equal(exact.FirstLoss(), rounded.FirstLoss(), 0.02 * exact.FirstLoss());
    }

    [Fact]
    public void The_commands_time_the_sizes_of_the_recipes()
    {
        Assert.Equal([$"classifier/batch-{new IemocapRecipe().BatchSize}", $"translator/batch-{new TranslationRecipe().BatchSize}"], ScheduleProblems.All.Select(problem => problem.Name));
        Assert.Contains("translator/s-v-t/autofusion/batch-100", PrecisionProblems.All.Select(problem => problem.Name));
    }

    [Theory]
    [InlineData("schedules --filter none", "--filter none: expected a part of classifier/batch-100 or translator/batch-16")]
    [InlineData("precisions --filter none", "--filter none: expected a part of translator/s-v-t/autofusion/batch-100 or")]
    [InlineData("schedules --device gpu", "--device gpu: expected")]
    [InlineData("schedules --device cuda --clock cpu", "--clock cpu: expected --device cpu, found cuda")]
    public async Task A_mistake_is_exit_code_2(string arguments, string expected)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Shell.RunAsync(BenchmarkCommands.Create(), arguments.Split(' '), output, error, TestContext.Current.CancellationToken, BenchmarkCommands.Name);
        Assert.Equal(Shell.UserError, code);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static float[] Weights(TrainingRun run) => [.. run.Model.parameters().SelectMany(parameter => parameter.detach().to(ScalarType.Float32).clone().data<float>().ToArray())];
}
