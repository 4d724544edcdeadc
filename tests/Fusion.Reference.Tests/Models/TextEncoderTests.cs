using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class TextEncoderTests
{
    [Fact]
    public void A_padded_batch_gives_what_each_sentence_gives_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var encoder = EmotionModels.Text();
        encoder.eval();
        var input = EmotionModels.Input(2, 7, 1, 4);

        var together = encoder.call(input.Tokens, input.Lengths);

        Assert.Equal([4L, 10L], together.shape);
        for (var row = 0; row < 4; row++)
        {
            var length = input.Lengths[row].item<long>();
            var alone = encoder.call(input.Tokens[row].narrow(0, 0, length).unsqueeze(0), tensor([length]));
            Assert.True(allclose(alone[0], together[row], rtol: 0, atol: 1e-6), $"row {row}");
        }
    }

    [Fact]
    public void Both_directions_contribute()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Text();
        encoder.eval();
        var lengths = tensor([3L]);

        var first = encoder.call(tensor(new long[,] { { 1, 2, 3 } }), lengths)[0];
        var changedStart = encoder.call(tensor(new long[,] { { 9, 2, 3 } }), lengths)[0];

        // The backward state has read the first word last; the forward one read it first: both move.
        Assert.False(allclose(first.narrow(0, 0, 5), changedStart.narrow(0, 0, 5)));
        Assert.False(allclose(first.narrow(0, 5, 5), changedStart.narrow(0, 5, 5)));
    }

    [Fact]
    public void Initialise_sets_the_word_vectors_and_leaves_them_trainable()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Text();
        var table = randn(EmotionModels.Words, 6);

        encoder.Initialise(table);

        var weight = encoder.get_parameter("embedding.weight")!;
        Assert.True(allclose(table, weight, rtol: 0, atol: 0));
        Assert.True(weight.requires_grad);
    }

    [Fact]
    public void Names_of_the_parameters_are_the_contract()
    {
        using var encoder = EmotionModels.Text();

        Assert.Equal(
            ["embedding.weight", "lstm.bias_hh_l0", "lstm.bias_hh_l0_reverse", "lstm.bias_ih_l0", "lstm.bias_ih_l0_reverse",
             "lstm.weight_hh_l0", "lstm.weight_hh_l0_reverse", "lstm.weight_ih_l0", "lstm.weight_ih_l0_reverse"],
            encoder.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal));
    }
}
