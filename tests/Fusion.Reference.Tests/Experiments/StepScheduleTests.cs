using Fusion.Layers;
using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Fusion.Reference.Tests.Models;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>Which parameters an update moves, and that it moves nothing else.</summary>
public class StepScheduleTests
{
    private const float LearningRate = 1e-2f;

    [Fact]
    public void Alternating_moves_the_discriminators_first_and_then_all_the_others()
    {
        using var scope = NewDisposeScope();
        using var model = GanModels.Build(GanSchedule.Alternating);
        var schedule = GanModels.Schedule(model, GanSchedule.Alternating);

        Assert.IsType<AlternatingSchedule<EmotionInput>>(schedule);
        var moved = Moved(model, schedule);

        Assert.Equal(["discriminators", "rest"], moved.Select(stage => stage.Stage));
        Assert.Equal(Names(model, IsDiscriminator), moved[0].Parameters);
        Assert.Equal(Names(model, name => !IsDiscriminator(name) && !CannotLearn(name)), moved[1].Parameters);
        // Statistics too: the first step moves the discriminators' alone, the second the generators' alone.
        Assert.All(moved[0].Buffers, name => Assert.Contains("discriminator", name, StringComparison.Ordinal));
        Assert.All(moved[1].Buffers, name => Assert.Contains("generator", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Alternating_groups_are_disjoint_and_leave_nothing_out()
    {
        using var scope = NewDisposeScope();
        using var model = GanModels.Build(GanSchedule.Alternating);

        var groups = GanModels.Schedule(model, GanSchedule.Alternating).Groups;

        Assert.Equal(model.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal), groups.SelectMany(group => group.Parameters).Select(item => item.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Three_stages_move_what_their_losses_reach_the_opponent_included()
    {
        using var scope = NewDisposeScope();
        using var model = GanModels.Build(GanSchedule.ThreeStage);
        var schedule = GanModels.Schedule(model, GanSchedule.ThreeStage);

        var moved = Moved(model, schedule);

        Assert.Equal(["disc_real", "disc_fake", "gen"], moved.Select(stage => stage.Stage));
        // The task is in every stage, so all but the complement always moves; Adam's momentum keeps that moving after its stage, where gradients are null it rests.
        Assert.Equal(Names(model, name => !CannotLearn(name)), moved[0].Parameters);
        Assert.Equal(Names(model, name => !CannotLearn(name) && !name.Contains("complement", StringComparison.Ordinal)), moved[1].Parameters);
        Assert.Equal(moved[1].Parameters, moved[2].Parameters);
    }

    [Fact]
    public void Other_models_train_jointly_whatever_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var auto = EmotionModels.Classifier(modalities => new AutoFusion(modalities, 6));
        using var gan = GanModels.Build(GanSchedule.Joint);

        Assert.All(Enum.GetValues<GanSchedule>(), choice => Assert.IsType<JointSchedule<EmotionInput>>(GanModels.Schedule(auto, choice)));
        Assert.IsType<JointSchedule<EmotionInput>>(GanModels.Schedule(gan, GanSchedule.Joint));
        Assert.Equal([""], GanModels.Schedule(gan, GanSchedule.Joint).Stages.Select(stage => stage.Name));
    }

    [Theory]
    [InlineData(nameof(GanSchedule.Alternating))]
    [InlineData(nameof(GanSchedule.ThreeStage))]
    public void Live_tensors_stay_flat_over_batches(string name)
    {
        var choice = Enum.Parse<GanSchedule>(name);
        using var model = GanModels.Build(choice);
        var schedule = GanModels.Schedule(model, choice);
        using var optimizers = new Optimizers(schedule.Groups, LearningRate);
        model.train();
        long[] counts = [.. Enumerable.Range(0, 6).Select(_ =>
        {
            using (NewDisposeScope())
            {
                var input = EmotionModels.Input(3, 5, 2, 4);
                foreach (var stage in schedule.Stages)
                    ScheduleMoves.Update(model, stage, optimizers, input);
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        })];

        Assert.Equal(counts[2], counts[5]);
    }

    // Every word occurs, so every word vector has a gradient.
    private static IReadOnlyList<ScheduleMoves> Moved(FusionClassifier<EmotionInput> model, IStepSchedule<EmotionInput> schedule) => ScheduleMoves.Of(
        model, schedule.Groups, schedule.Stages, EmotionModels.Input(19, 19, 19, 19) with { Tokens = arange(1, 20, ScalarType.Int64).repeat(4, 1) }, LearningRate);

    private static string[] Names(nn.Module model, Func<string, bool> which) => [.. model.named_parameters().Select(item => item.name).Where(which).Order(StringComparer.Ordinal)];

    private static bool IsDiscriminator(string name) => name.Contains("discriminator", StringComparison.Ordinal);

    // A speech sequence of length 1 starts from a zero state, which the recurrent weights multiply. What batch normalisation subtracts, a bias before it cannot move
    // in theory; in numbers Adam moves it by rounding, so it is not left out here.
    private static bool CannotLearn(string name) => name.StartsWith("audio.", StringComparison.Ordinal) && name.Contains("weight_hh", StringComparison.Ordinal);
}
