using System.Text.Json.Nodes;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class TransformerTextLearnerTests
{
    [Fact]
    public void Has_the_states_vectors_and_gradients_of_PyTorchs_encoder()
    {
        using var scope = NewDisposeScope();
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "Translation", "transformer.json")))!;
        var state = golden["state"]!.AsObject();
        using var noise = new DropoutNoise();
        using var words = nn.Embedding(Shape(state["words"]!)[0], Shape(state["words"]!)[1], padding_idx: 0).to(ScalarType.Float64);
        using var learner = (TransformerTextLearner)new TransformerTextLearner(
            words, (int)golden["layers"]!, (int)golden["heads"]!, (long)golden["hidden"]!, (long)golden["width"]!, 0, noise).to(ScalarType.Float64);
        var parameters = learner.named_parameters().ToDictionary(item => item.name, item => item.parameter);
        parameters.Add("words", words.weight!);
        Assert.Equal(state.Select(item => item.Key).Order(StringComparer.Ordinal), parameters.Keys.Order(StringComparer.Ordinal));
        using (no_grad())
            foreach (var (name, parameter) in parameters)
                parameter.copy_(Read(state[name]!));
        long[][] lines = [.. golden["lines"]!.AsArray().Select(line => line!.AsArray().Select(word => (long)word!).ToArray())];

        var learned = learner.call(Translators.Input(lines));

        var padded = learned.States.Places.Spread(learned.States.Rows);
        var sum = (learned.Vector * Weights(learned.Vector)).sum();
        foreach (var (line, expected) in golden["states"]!.AsArray().Index())
        {
            var actual = padded.select(0, line).narrow(0, 0, lines[line].Length);
            Assert.True(allclose(Read(expected!), actual, rtol: 0, atol: 1e-12), $"states of line {line}");
            sum = sum.add((actual * Weights(actual)).sum());
        }

        Assert.True(allclose(Read(golden["vectors"]!), learned.Vector, rtol: 0, atol: 1e-12));
        sum.backward();
        foreach (var (name, parameter) in parameters)
            Assert.True(allclose(Read(golden["gradients"]![name]!), parameter.grad!, rtol: 1e-10, atol: 1e-10), name);
    }

    [Fact]
    public void What_stands_at_padding_reaches_nothing()
    {
        using var scope = NewDisposeScope();
        using var noise = new DropoutNoise();
        using var words = nn.Embedding(Translators.Words, Translators.WordWidth, padding_idx: 0);
        using var learner = Translators.Transformer(words, 0, noise);
        var input = Translators.Input([[4, 5, 6, 7], [8, 4]]);
        var before = learner.call(input);
        input.Tokens[1, 2] = 6L.ToTensor();
        input.Tokens[1, 3] = 5L.ToTensor();

        var after = learner.call(input);

        Assert.True(allclose(before.Vector, after.Vector, rtol: 0, atol: 1e-6));
        Assert.True(allclose(before.States.Rows, after.States.Rows, rtol: 0, atol: 1e-6));
    }

    [Fact]
    public void The_order_of_words_matters()
    {
        using var scope = NewDisposeScope();
        using var noise = new DropoutNoise();
        using var words = nn.Embedding(Translators.Words, Translators.WordWidth, padding_idx: 0);
        using var learner = Translators.Transformer(words, 0, noise);

        var vectors = learner.call(Translators.Input([[4, 5, 6], [6, 5, 4]])).Vector;

        Assert.False(allclose(vectors[0], vectors[1], rtol: 0, atol: 1e-4));
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var noise = new DropoutNoise();
        noise.Seed(1);
        using var words = nn.Embedding(Translators.Words, Translators.WordWidth, padding_idx: 0);
        using var learner = Translators.Transformer(words, 0.2, noise);
        long[] counts = [.. Enumerable.Range(0, 4).Select(length =>
        {
            using (NewDisposeScope())
                learner.call(Translators.Input([[.. Enumerable.Repeat(4L, 5 - length)], [5]])).Vector.sum().backward();
            learner.zero_grad();
            words.zero_grad();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        })];

        Assert.Equal(counts[1], counts[3]);
    }

    [Fact]
    public void Heads_that_do_not_divide_the_width_are_named()
    {
        using var noise = new DropoutNoise();

        var error = Assert.Throws<ArgumentException>(() => new TransformerLayer(6, 4, 8, 0, noise));

        Assert.Contains("expected heads that divide the width 6, found 4", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Weights(Tensor like) => arange(0, like.numel(), 1, ScalarType.Float64).cos().view(like.shape);

    private static long[] Shape(JsonNode node) => [.. node["shape"]!.AsArray().Select(size => (long)size!)];

    private static Tensor Read(JsonNode node) => tensor([.. node["data"]!.AsArray().Select(value => (double)value!)], Shape(node), ScalarType.Float64);
}
