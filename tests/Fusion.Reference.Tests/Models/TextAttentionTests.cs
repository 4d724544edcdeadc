using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class TextAttentionTests
{
    public static TheoryData<string, string> Choices => new()
    {
        { "Dot", "Concat" }, { "General", "Concat" }, { "Dot", "Max" }, { "General", "AutoFusion" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void A_padded_batch_gives_what_each_sentence_gives_alone(string attention, string directions)
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(attention, directions);
        encoder.eval();
        var input = EmotionModels.Input(2, 7, 1, 4);

        var together = encoder.call(input).Vector;

        Assert.Equal([4L, encoder.OutputFeatures], together.shape);
        for (var row = 0; row < 4; row++)
            Assert.True(allclose(encoder.call(EmotionModels.Row(input, row)).Vector[0], together[row], rtol: 0, atol: 1e-6), $"row {row}");
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_width_is_the_one_without_attention_and_every_parameter_learns(string attention, string directions)
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(attention, directions);
        using var without = Encoder("None", directions);
        encoder.train();

        var (vector, loss) = encoder.call(EmotionModels.Input(3, 5));
        (vector.square().sum() + (loss ?? 0)).backward();

        Assert.Equal(without.OutputFeatures, encoder.OutputFeatures);
        Assert.Equal(directions == "AutoFusion", loss is not null);
        foreach (var (name, parameter) in encoder.named_parameters())
            Assert.True(parameter.grad is not null && parameter.grad.abs().sum().item<float>() > 0, name);
    }

    [Fact]
    public void The_vector_is_luongs_of_summary_and_final_state()
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder("Dot", "Concat");
        using var plain = Encoder("None", "Concat");
        plain.load_state_dict(encoder.state_dict(), strict: false);
        var input = EmotionModels.Input(4);
        var final = plain.call(input).Vector[0];
        // The state after each word: forward from the sentence's beginning, backward from its end.
        var states = stack([.. Enumerable.Range(0, 4).Select(step => cat([Part(0, step + 1).narrow(0, 0, 5), Part(step, 4 - step).narrow(0, 5, 5)]))]);
        var summary = nn.functional.softmax(states.mv(final), 0).unsqueeze(1).mul(states).sum([0L]);

        var expected = encoder.get_parameter("attention.combine.weight")!.mv(cat([summary, final])) + encoder.get_parameter("attention.combine.bias")!;

        Assert.True(allclose(expected.tanh(), encoder.call(input).Vector[0], rtol: 1e-4, atol: 1e-5));

        Tensor Part(long start, long length) =>
            plain.call(input with { Tokens = input.Tokens.narrow(1, start, length), Lengths = tensor([length]) }).Vector[0];
    }

    private static TextEncoder Encoder(string attention, string directions)
    {
        manual_seed(3);
        return new TextEncoder(EmotionModels.Words, 6, 5, 0, Enum.Parse<TextDirections>(directions), 0, new DropoutNoise(), Enum.Parse<TextAttention>(attention));
    }
}
