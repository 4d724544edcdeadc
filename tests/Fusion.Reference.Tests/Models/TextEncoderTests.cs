using Fusion.Reference.Models;
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

        var together = encoder.call(input).Vector;

        Assert.Equal([4L, 10L], together.shape);
        for (var row = 0; row < 4; row++)
        {
            var length = input.Lengths[row].item<long>();
            var alone = encoder.call(input with { Tokens = input.Tokens[row].narrow(0, 0, length).unsqueeze(0), Lengths = tensor([length]) }).Vector;
            Assert.True(allclose(alone[0], together[row], rtol: 0, atol: 1e-6), $"row {row}");
        }
    }

    [Fact]
    public void Both_directions_contribute()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Text();
        encoder.eval();
        var input = EmotionModels.Input(3);

        var first = encoder.call(input with { Tokens = tensor(new long[,] { { 1, 2, 3 } }) }).Vector[0];
        var changedStart = encoder.call(input with { Tokens = tensor(new long[,] { { 9, 2, 3 } }) }).Vector[0];

        // The backward state has read the first word last; the forward one read it first: both move.
        Assert.False(allclose(first.narrow(0, 0, 5), changedStart.narrow(0, 0, 5)));
        Assert.False(allclose(first.narrow(0, 5, 5), changedStart.narrow(0, 5, 5)));
    }

    [Theory]
    [InlineData("Max")]
    [InlineData("Mean")]
    [InlineData("Sum")]
    public void Pooled_directions_are_those_of_the_pair(string name)
    {
        var directions = Enum.Parse<TextDirections>(name);
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var both = EmotionModels.Text();
        manual_seed(1);
        using var pooled = EmotionModels.Text(directions);
        var input = EmotionModels.Input(2, 4);
        var pair = both.call(input).Vector.view(2, 2, 5);

        var expected = directions switch
        {
            TextDirections.Max => pair.amax([1]),
            TextDirections.Mean => pair.mean([1]),
            _ => pair.sum(1),
        };

        Assert.Equal(5, pooled.OutputFeatures);
        Assert.True(allclose(expected, pooled.call(input).Vector));
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
        encoder.Initialise(table, frozen: true);
        Assert.False(weight.requires_grad);
    }

    [Fact]
    public void Names_of_the_parameters_are_the_contract()
    {
        using var encoder = EmotionModels.Text();

        Assert.Equal(
            ["embedding.weight", .. from name in new[] { "bias_hh", "bias_ih", "weight_hh", "weight_ih" } from direction in new[] { "", "_reverse" } select $"lstm.lstm.{name}_l0{direction}"],
            encoder.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal));
    }
}
