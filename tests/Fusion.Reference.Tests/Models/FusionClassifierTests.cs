using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class FusionClassifierTests
{
    public static TheoryData<string> Fusions => ["concat", "matched", "auto", "gan"];

    [Theory]
    [MemberData(nameof(Fusions))]
    public void Gives_logits_latents_and_the_fusion_loss(string fusion)
    {
        using var scope = NewDisposeScope();
        using var model = EmotionModels.Classifier(Build(fusion));
        model.train();

        var output = model.call(EmotionModels.Input(3, 5, 2));

        Assert.Equal([3L, EmotionModels.Classes], output.Logits.shape);
        Assert.Equal([3L, 17L], output.Encoded.shape);
        Assert.Equal([3L, model.Fusion!.OutputFeatures], output.Fused.shape);
        Assert.Equal(fusion is "auto" or "gan", output.FusionLoss is not null);
    }

    [Fact]
    public void A_single_modality_reads_nothing_of_the_other()
    {
        using var scope = NewDisposeScope();
        using var text = EmotionModels.Classifier("text", EmotionModels.Text());
        using var audio = EmotionModels.Classifier("audio", EmotionModels.Audio());
        text.eval();
        audio.eval();
        var input = EmotionModels.Input(3, 5);
        var otherAudio = input with { Audio = randn_like(input.Audio) };
        var otherText = input with { Tokens = input.Tokens.clamp(max: 1) };

        Assert.True(allclose(text.call(input).Logits, text.call(otherAudio).Logits));
        Assert.False(allclose(text.call(input).Logits, text.call(otherText).Logits));
        Assert.True(allclose(audio.call(input).Logits, audio.call(otherText).Logits));
        Assert.False(allclose(audio.call(input).Logits, audio.call(otherAudio).Logits));
    }

    [Theory]
    [MemberData(nameof(Fusions))]
    public void Every_parameter_moves_in_one_step(string fusion)
    {
        using var scope = NewDisposeScope();
        using var model = EmotionModels.Classifier(Build(fusion));
        using var adam = new Adam(model, 1e-2);
        var before = model.named_parameters().ToDictionary(item => item.name, item => item.parameter.detach().clone());
        model.train();

        // Every word occurs, so every word vector has a gradient.
        var input = EmotionModels.Input(19, 19, 19, 19) with { Tokens = arange(1, 20, ScalarType.Int64).repeat(4, 1) };
        var output = model.call(input);
        var loss = nn.functional.cross_entropy(output.Logits, tensor([0L, 1, 2, 3]));
        (output.FusionLoss is null ? loss : loss + output.FusionLoss).backward();
        adam.Step();

        // A sequence of length 1 starts from a zero state, which the recurrent weights of the speech learner multiply: they cannot learn.
        foreach (var (name, parameter) in model.named_parameters())
            Assert.Equal(name.StartsWith("audio.", StringComparison.Ordinal) && name.Contains("weight_hh", StringComparison.Ordinal), allclose(before[name], parameter, rtol: 0, atol: 0));
    }

    [Theory]
    [MemberData(nameof(Fusions))]
    public void Live_tensors_stay_flat_over_training_steps(string fusion)
    {
        using var model = EmotionModels.Classifier(Build(fusion), dropout: 0.2);
        using var adam = new Adam(model, 1e-3);
        model.train();
        long[] counts = [.. Enumerable.Range(0, 6).Select(_ => LiveAfterStep(model, adam))];

        Assert.Equal(counts[2], counts[5]);
    }

    [Fact]
    public void Dropout_follows_the_seed_of_the_model_and_leaves_the_global_generator_alone()
    {
        using var scope = NewDisposeScope();
        using var model = EmotionModels.Classifier(Build("auto"), dropout: 0.5);
        model.train();
        var input = EmotionModels.Input(3, 5, 2);
        var before = get_rng_state();

        var (first, second) = (Logits(1), Logits(2));

        Assert.True(allclose(first, Logits(1), rtol: 0, atol: 0));
        Assert.False(allclose(first, second));
        Assert.True(before.equal(get_rng_state()).all().item<bool>());

        Tensor Logits(long seed)
        {
            model.Seed(seed);
            return model.call(input).Logits;
        }
    }

    [Fact]
    public void The_loss_of_fused_directions_joins_the_loss_of_the_fusion()
    {
        using var scope = NewDisposeScope();
        using var model = EmotionModels.Classifier("text", EmotionModels.Text(TextDirections.AutoFusion));
        model.train();
        Assert.NotNull(model.call(EmotionModels.Input(3, 5)).FusionLoss);
        model.eval();
        Assert.Null(model.call(EmotionModels.Input(3, 5)).FusionLoss);
    }

    [Fact]
    public void The_same_seed_builds_the_same_model()
    {
        using var scope = NewDisposeScope();
        using var first = EmotionModels.Classifier(Build("gan"), seed: 5);
        using var second = EmotionModels.Classifier(Build("gan"), seed: 5);

        foreach (var ((name, mine), (_, theirs)) in first.named_parameters().Zip(second.named_parameters()))
            Assert.True(allclose(mine, theirs, rtol: 0, atol: 0), name);
    }

    private static long LiveAfterStep(FusionClassifier<EmotionInput> model, Adam adam)
    {
        using (NewDisposeScope())
        {
            model.zero_grad();
            var output = model.call(EmotionModels.Input(3, 5, 2));
            var loss = nn.functional.cross_entropy(output.Logits, tensor([0L, 1, 2]));
            (output.FusionLoss is null ? loss : loss + output.FusionLoss).backward();
            adam.Step();
        }

        return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    internal static Func<Modality[], FusionModule> Build(string fusion) => modalities => fusion switch
    {
        "concat" => new ConcatFusion(modalities),
        "matched" => new MatchedConcatFusion(modalities, 6, 600),
        "auto" => new AutoFusion(modalities, 6),
        "gan" => new GANFusion(modalities, 6, new GANFusionOptions { DiscriminatorHidden = 8 }),
        _ => throw new ArgumentOutOfRangeException(nameof(fusion), fusion, null),
    };
}
