using Fusion.Reference.Models;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

/// <summary>What MDRE, MDREA, the multi-hop models, the multimodal transformer and late fusion have in common, on frames and on the eight features.</summary>
public class SequenceClassifierTests
{
    private static readonly string[] Names = ["late", "mdre", "mdrea", "mha-1", "mha-2", "mha-3", "mult"];

    public static TheoryData<string, bool> Models => [.. Names.SelectMany(name => new[] { new TheoryDataRow<string, bool>(name, false), new TheoryDataRow<string, bool>(name, true) })];

    public static TheoryData<string, int, int> Widths => new()
    {
        // Encoded and fused widths with 6 units and 8 features of the whole utterance.
        { "mdre", 6 + 14, 3 + 7 }, { "mdrea", 6 + 14, 6 + 6 }, { "mha-1", 12 + 20, 20 + 12 }, { "mha-2", 12 + 20, 12 + 12 }, { "mha-3", 12 + 20, 12 + 12 }, { "mult", 6 + 3, 7 },
    };

    [Theory]
    [MemberData(nameof(Widths))]
    public void Shapes_are_those_of_the_papers(string name, int encoded, int fused)
    {
        using var scope = NewDisposeScope();
        using var model = Build(name, frames: true);

        var output = model.call(Input(frames: true));

        Assert.Equal([3L, EmotionModels.Classes], output.Logits.shape);
        Assert.Equal([3L, encoded], output.Encoded.shape);
        Assert.Equal([3L, fused], output.Fused.shape);
        Assert.Null(output.FusionLoss);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_padded_batch_gives_what_each_utterance_gives_alone(string name, bool frames)
    {
        using var scope = NewDisposeScope();
        using var model = Build(name, frames);
        model.eval();
        var input = Input(frames);

        var together = model.call(input).Logits;

        for (var row = 0; row < 3; row++)
            Assert.True(allclose(model.call(EmotionModels.Row(input, row)).Logits[0], together[row], rtol: 0, atol: 1e-5), $"row {row}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradient_reaches_every_parameter_that_can_have_one(string name, bool frames)
    {
        using var scope = NewDisposeScope();
        using var model = Build(name, frames);
        model.train();

        model.TaskLoss(model.call(Input(frames)).Logits, tensor([0L, 1, 2])).backward();

        foreach (var (parameter, value) in model.named_parameters())
            Assert.True(CannotLearn(name, frames, parameter) != (value.grad is not null && value.grad.abs().sum().item<float>() > 0), parameter);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Live_tensors_stay_flat_over_training_steps(string name, bool frames)
    {
        using var model = Build(name, frames);
        using var adam = new Adam(model, 1e-3);
        model.train();
        long[] counts = [.. Enumerable.Range(0, 6).Select(_ => LiveAfterStep())];

        Assert.Equal(counts[2], counts[5]);

        long LiveAfterStep()
        {
            using (NewDisposeScope())
            {
                model.zero_grad();
                model.TaskLoss(model.call(Input(frames)).Logits, tensor([0L, 1, 2])).backward();
                adam.Step();
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Dropout_follows_the_seed_of_the_model_and_leaves_the_global_generator_alone(string name, bool frames)
    {
        using var scope = NewDisposeScope();
        using var model = Build(name, frames);
        model.train();
        var input = Input(frames);
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

    [Theory]
    [InlineData("mha-2", true)]
    [InlineData("mha-1", false)]
    public void Only_a_second_hop_reads_single_frames(string name, bool reads)
    {
        using var scope = NewDisposeScope();
        using var model = Build(name, frames: true);
        model.eval();
        var input = Input(frames: true);
        var before = model.call(input).Logits;

        // The query of hop 2 chooses between frames; without a hop 2 there is none.
        using (no_grad())
            model.named_parameters().FirstOrDefault(item => item.name == "query2.weight").parameter?.mul_(-3);

        Assert.Equal(reads, !allclose(before, model.call(input).Logits));
    }

    [Fact]
    public void A_number_of_hops_the_paper_does_not_have_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHopAttention(0, Sizes(false), new DropoutNoise()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHopAttention(4, Sizes(false), new DropoutNoise()));
    }

    [Fact]
    public void Recurrent_weights_of_a_gru_start_orthogonal_and_projections_within_their_bound()
    {
        using var scope = NewDisposeScope();
        using var model = Build("mdre", frames: false);

        foreach (var gate in model.get_parameter("text.gru.weight_hh_l0")!.detach().chunk(3, 0))
            Assert.True(allclose(gate.mm(gate.t()), eye(6), rtol: 0, atol: 1e-5));
        Assert.InRange(model.get_parameter("project_speech.weight")!.abs().max().item<float>(), 0.15, 0.25);
    }

    // One element from a zero state: recurrent weights multiply zeros, and attention has nothing to choose from. Its query then says nothing, nor does what made it.
    private static bool CannotLearn(string name, bool frames, string parameter) =>
        (name == "late" || !frames) && (parameter.StartsWith("speech.", StringComparison.Ordinal) || parameter.StartsWith("audio.", StringComparison.Ordinal))
            && parameter.Contains("weight_hh", StringComparison.Ordinal)
        || (!frames && (parameter.StartsWith("query2.", StringComparison.Ordinal) || (name == "mha-3" && parameter.StartsWith("query1.", StringComparison.Ordinal))
            || (name == "mult" && (parameter.Contains("text.speech", StringComparison.Ordinal) || parameter.Contains("memory.speech", StringComparison.Ordinal))
                && (parameter.EndsWith("attention.query.weight", StringComparison.Ordinal) || parameter.EndsWith("attention.key.weight", StringComparison.Ordinal)))));

    private static EmotionInput Input(bool frames)
    {
        var input = EmotionModels.Input(3, 5, 2);
        return frames ? EmotionModels.WithFrames(input, 14, 2, 25) : input;
    }

    private static SequenceWidths Sizes(bool frames) =>
        new(EmotionModels.Words, 6, frames ? EmotionModels.FrameFeatures : EmotionModels.AudioFeatures, EmotionModels.AudioFeatures, EmotionModels.Classes) { Hidden = 6 };

    private static ClassifierModel<EmotionInput> Build(string name, bool frames)
    {
        manual_seed(2);
        var noise = new DropoutNoise();
        return name switch
        {
            "late" => new LateFusion<EmotionInput>([("text", EmotionModels.Text(dropout: 0.3, noise: noise)), ("audio", EmotionModels.Audio(0.3, noise))], EmotionModels.Classes, 0.3, noise),
            "mdre" => new Mdre(Sizes(frames), noise),
            "mdrea" => new Mdrea(Sizes(frames), noise),
            "mult" => new MultimodalTransformerClassifier(Sizes(frames), 7, new MultimodalTransformerOptions { Width = 4, Heads = 2, CrossmodalLayers = 2, MemoryLayers = 1 }, 0.3, noise),
            _ => new MultiHopAttention(name[^1] - '0', Sizes(frames), noise),
        };
    }
}
