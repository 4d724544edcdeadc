using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>The schedules of the game on the translator.</summary>
public sealed class TranslationScheduleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Three_stages_move_the_whole_model_and_each_loss_of_the_game_reaches_its_players()
    {
        using var scope = NewDisposeScope();
        var (task, model, batch) = Of(GanSchedule.ThreeStage);
        using var owned = model;
        using var alsoOwned = batch;

        var moved = ScheduleMoves.Of(model, task.Groups, task.Stages, batch, learningRate: 1e-2);

        Assert.Equal(["disc_real", "disc_fake", "gen"], moved.Select(stage => stage.Stage));
        // The task is in every stage; the learners are as wide as the fused vector, so no complement is learned.
        Assert.All(moved, stage => Assert.Equal(Names(model), stage.Parameters));
        Assert.Equal(["adam", "adam.discriminators"], task.Stages[0].Updates);
        Assert.Equal(["adam", "adam.discriminators"], task.Stages[1].Updates);
        Assert.Equal(["adam", "adam.generators"], task.Stages[2].Updates);

        string[] real = Reached(model, task.Stages[0], batch), fake = Reached(model, task.Stages[1], batch), generator = Reached(model, task.Stages[2], batch);
        Assert.DoesNotContain(real, name => name.Contains(".generator.", StringComparison.Ordinal));
        Assert.All([real, fake, generator], names => Assert.Contains("fusion.branches.image.discriminator.6.weight", names));
        Assert.All([real, fake, generator], names => Assert.Contains("image.project.weight", names));
        Assert.All([fake, generator], names => Assert.Contains("fusion.branches.text.generator.6.weight", names));
        Assert.All([real, fake, generator], names => Assert.DoesNotContain(names, name => name.StartsWith("decoder.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Alternating_moves_the_discriminators_first_and_then_all_the_others()
    {
        using var scope = NewDisposeScope();
        var (task, model, batch) = Of(GanSchedule.Alternating);
        using var owned = model;
        using var alsoOwned = batch;

        var moved = ScheduleMoves.Of(model, task.Groups, task.Stages, batch, learningRate: 1e-2);

        Assert.Equal(["discriminators", "rest"], moved.Select(stage => stage.Stage));
        Assert.Equal(Names(model).Where(IsDiscriminator), moved[0].Parameters);
        Assert.Equal(Names(model).Where(name => !IsDiscriminator(name)), moved[1].Parameters);
        Assert.All(moved[0].Buffers, name => Assert.True(IsDiscriminator(name), name));
    }

    [Theory]
    [InlineData(nameof(GanSchedule.Joint), 1)]
    [InlineData(nameof(GanSchedule.Alternating), 2)]
    [InlineData(nameof(GanSchedule.ThreeStage), 3)]
    public void Losses_are_finite_and_live_tensors_stay_flat(string name, int stages)
    {
        var (task, model, batch) = Of(Enum.Parse<GanSchedule>(name));
        using var owned = model;
        using var alsoOwned = batch;
        using var optimizers = new Optimizers(task.Groups, 1e-2);
        model.train();
        Assert.Equal(stages, task.Stages.Count);

        long[] live = [.. Enumerable.Range(0, 6).Select(_ =>
        {
            using (NewDisposeScope())
                Assert.All(task.Stages, stage => Assert.True(float.IsFinite(ScheduleMoves.Update(model, stage, optimizers, batch))));
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        })];

        Assert.Equal(live[2], live[5]);
    }

    [Fact]
    public void A_model_without_a_game_trains_jointly_whatever_is_asked_for()
    {
        var (task, model, batch) = Of(GanSchedule.ThreeStage, TranslationModels.Auto);
        using var owned = model;
        using var alsoOwned = batch;
        Assert.Equal([""], task.Stages.Select(stage => stage.Name));
    }

    public void Dispose() => _folder.Dispose();

    private (TranslationTask Task, Translator Model, TranslationBatch Batch) Of(GanSchedule schedule, string name = TranslationModels.Gan)
    {
        var recipe = SmallTranslation.Recipe with { Modalities = ModalitySet.VT, Schedule = schedule };
        using var corpus = SmallTranslation.Multi30k(_folder);
        var data = SmallTranslation.Data(corpus, recipe);
        var model = TranslationModels.Build(name, recipe, TranslationSizes.Of(data), 1, CPU);
        var task = new TranslationTask(data, model, recipe, 1, CPU);
        return (task, model, task.Batches(1).First().To(CPU, ScalarType.Float32));
    }

    /// <summary>The parameters that get a gradient of the game's loss of a stage.</summary>
    private static string[] Reached(nn.Module model, TrainingStage<TranslationBatch> stage, TranslationBatch batch)
    {
        model.zero_grad();
        stage.Losses(batch).Fusion!.backward();
        return [.. model.named_parameters().Where(item => item.parameter.grad is { } grad && grad.count_nonzero().item<long>() > 0).Select(item => item.name)];
    }

    private static string[] Names(nn.Module model) => [.. model.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal)];

    private static bool IsDiscriminator(string name) => name.Contains("discriminator", StringComparison.Ordinal);
}
