using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Reference.Tests.Models;

public class LateFusionTests
{
    [Fact]
    public void Decides_by_the_mean_log_probability_of_classifiers_that_learn_for_themselves()
    {
        using var scope = NewDisposeScope();
        using var model = Build();
        model.eval();
        var (input, labels) = (EmotionModels.Input(3, 5, 2), tensor([0L, 3, 1]));

        var output = model.call(input);

        var alone = output.Fused.chunk(2, 1);
        Assert.All(alone, decision => Assert.True(allclose(decision.exp().sum([1L]), ones(3))));
        Assert.True(allclose((alone[0] + alone[1]) / 2, output.Logits));
        Assert.True(allclose((F.nll_loss(alone[0], labels) + F.nll_loss(alone[1], labels)) / 2, model.TaskLoss(output.Logits, labels)));
        Assert.True(allclose(model.TaskLoss(output.Logits, labels, nn.Reduction.None).mean(), model.TaskLoss(output.Logits, labels)));
    }

    [Fact]
    public void A_classifier_has_the_gradient_it_would_have_alone_halved()
    {
        using var scope = NewDisposeScope();
        using var model = Build();
        model.eval();
        var (input, labels) = (EmotionModels.Input(3, 5, 2), tensor([0L, 3, 1]));
        model.TaskLoss(model.call(input).Logits, labels).backward();
        var together = model.get_parameter("head_text.weight")!.grad!.clone();
        model.zero_grad();

        F.nll_loss(model.call(input).Fused.chunk(2, 1)[0], labels).backward();

        Assert.True(allclose(model.get_parameter("head_text.weight")!.grad! / 2, together, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void The_loss_of_fused_directions_is_kept()
    {
        using var scope = NewDisposeScope();
        using var model = Build(TextDirections.AutoFusion);

        Assert.NotNull(model.call(EmotionModels.Input(3, 5)).FusionLoss);
    }

    private static LateFusion<EmotionInput> Build(TextDirections directions = TextDirections.Concat) =>
        new([("text", EmotionModels.Text(directions)), ("audio", EmotionModels.Audio())], EmotionModels.Classes, 0, new DropoutNoise());
}
