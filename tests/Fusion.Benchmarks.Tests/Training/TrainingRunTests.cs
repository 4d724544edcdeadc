using Fusion.Benchmarks.Training;
using Fusion.Reference.Experiments.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Tests.Training;

public sealed class TrainingRunTests
{
    [Fact]
    public void Training_lowers_the_loss_and_is_the_same_again()
    {
        double[] Losses()
        {
            using var run = new TrainingRun(new ClassifierProblem(adversarial: false), TrainingVariant.Still);
            // The first batch comes again after the others.
            return [.. Enumerable.Range(0, 11).Select(_ => run.StepWithLoss())];
        }

        var losses = Losses();
        Assert.True(losses[10] < losses[0], $"{losses[0]} {losses[10]}");
        Assert.Equal(losses, Losses());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Float32_and_float64_begin_with_the_same_loss(bool adversarial)
    {
        using var plain = new TrainingRun(new ClassifierProblem(adversarial), TrainingVariant.Still);
        using var exact = new TrainingRun(new ClassifierProblem(adversarial), TrainingVariant.Exact);
        Assert.Equal(exact.FirstLoss(), plain.FirstLoss(), 1e-4);
    }

    [Fact]
    public void The_files_for_the_peer_hold_every_batch_and_every_weight()
    {
        using var scope = NewDisposeScope();
        var problem = new ClassifierProblem(adversarial: false);
        using var model = problem.Build(TrainingVariant.Exact);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        var tensors = problem.Tensors(ScalarType.Float64);
        Assert.Equal(["audio", "labels", "lengths", "tokens"], tensors.Keys.Where(key => key.StartsWith("0.", StringComparison.Ordinal)).Select(key => key[2..]).Order(StringComparer.Ordinal));
        Assert.Equal(problem.Batches(model, TrainingVariant.Exact).Count, tensors.Keys.Count(key => key.EndsWith(".tokens", StringComparison.Ordinal)));
        Assert.Equal(ScalarType.Float64, tensors["0.audio"].dtype);
        Assert.Equal(problem.ItemsPerStep, tensors["0.labels"].size(0));
    }

    [Fact]
    public void A_model_is_on_the_device_of_its_variant()
    {
        foreach (var problem in TrainingProblems.All)
        {
            using var model = problem.Build(TrainingVariant.Still with { Device = META });
            Assert.All(model.parameters().Concat(model.buffers()), tensor => Assert.Equal(DeviceType.META, tensor.device_type));
        }
    }

    [Fact]
    public void A_batch_is_moved_but_for_its_lengths()
    {
        using var scope = NewDisposeScope();
        using var lines = new LinePairs([[4, 5], [6]], [[7], [8, 9]]).On(META);
        using var utterances = new Utterances([[4, 5], [6]], new float[2 * Utterances.AudioFeatures], [0, 1]).On(META, ScalarType.Float64);
        Assert.All(
            new[] { lines.Input.Tokens, lines.Target.Previous, lines.Target.Next, utterances.Tokens, utterances.Audio, utterances.Labels },
            tensor => Assert.Equal(DeviceType.META, tensor.device_type));
        Assert.Equal([2, 1], lines.Input.Lengths.data<long>());
        Assert.Equal([2, 3], lines.Target.Lengths.data<long>());
        Assert.Equal([2, 1], utterances.Lengths.data<long>());
    }

    [Fact]
    public void Items_of_a_translators_step_are_its_target_words()
    {
        using var scope = NewDisposeScope();
        var problem = new TranslatorProblem(TranslationModels.Seq2Seq);
        var words = problem.Tensors(ScalarType.Float32).Where(item => item.Key.EndsWith(".steps", StringComparison.Ordinal)).Select(item => item.Value.sum().item<long>()).ToArray();
        Assert.Equal((long)words.Average(), problem.ItemsPerStep);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 1.0, 2 }, 0)]
    [InlineData(new[] { 1.0, 2.2 }, new[] { 1.0, 2 }, 0.1)]
    [InlineData(new[] { -1.1 }, new[] { -1.0 }, 0.1)]
    public void The_difference_of_losses_is_the_largest_and_relative(double[] ours, double[] theirs, double expected) =>
        Assert.Equal(expected, LossesCommand.Difference(ours, theirs), 1e-12);
}
