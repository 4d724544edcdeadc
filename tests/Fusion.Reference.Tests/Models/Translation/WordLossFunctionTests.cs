using Fusion.Reference.Models.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class WordLossFunctionTests
{
    // Widths beside the vector's, steps of less than a slice, one slice, and several; words of less than a panel, and several.
    [Theory]
    [InlineData(1, 11, 0.1, false)]
    [InlineData(256, 37, 0, false)]
    [InlineData(600, 37, 0.1, false)]
    [InlineData(600, 40, 0.3, true)]
    [InlineData(300, 1100, 0.1, false)]
    [InlineData(300, 1100, 0.1, true)]
    public void It_is_the_smoothed_cross_entropy_of_the_scores(int steps, int words, double smoothing, bool biased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var (states, weight, labels) = (randn([steps, 9], generator: generator), randn([words, 9], generator: generator), randint(0, words, [steps], generator: generator));
        var bias = biased ? randn([words], generator: generator) : null;

        var ours = Gradients([states, weight, bias], ScalarType.Float32, (a, b, c) => WordLossFunction.Mean(a, b, c, labels, smoothing));
        var theirs = Gradients([states, weight, bias], ScalarType.Float64, (a, b, c) => SmoothedCrossEntropy.Of(nn.functional.linear(a, b, c), labels, smoothing));

        Assert.Equal(biased ? 4 : 3, ours.Length);
        foreach (var (our, their) in ours.Zip(theirs))
            Assert.True(allclose(their, our.to(ScalarType.Float64), rtol: 1e-4, atol: 1e-6));
    }

    [Theory]
    [InlineData(300, 1100, false)]
    [InlineData(600, 40, true)]
    public void In_bfloat16_the_loss_is_float32_and_near_that_of_float64(int steps, int words, bool biased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor Rounded(params long[] shape) => randn(shape, generator: generator).to(ScalarType.BFloat16);
        var (states, weight, labels) = (Rounded(steps, 9), Rounded(words, 9), randint(0, words, [steps], generator: generator));
        var bias = biased ? Rounded(words) : null;

        var ours = Gradients([states, weight, bias], ScalarType.BFloat16, (a, b, c) => WordLossFunction.Mean(a, b, c, labels, 0.1));
        var theirs = Gradients([states, weight, bias], ScalarType.Float64, (a, b, c) => SmoothedCrossEntropy.Of(nn.functional.linear(a, b, c), labels, 0.1));

        Assert.Equal(ScalarType.Float32, ours[0].dtype);
        Assert.All(ours[1..], gradient => Assert.Equal(ScalarType.BFloat16, gradient.dtype));
        Assert.Equal(theirs[0].item<double>(), ours[0].item<float>(), 2e-3 * theirs[0].item<double>());
        foreach (var (our, their) in ours.Zip(theirs))
            Assert.InRange(((their - our.to(ScalarType.Float64)).abs().max() / their.abs().max()).item<double>(), 0, 0.02);
    }

    [Fact]
    public void Scores_too_large_for_an_exponential_are_no_trouble()
    {
        using var scope = NewDisposeScope();
        var (states, weight) = (tensor(new[,] { { 1f } }).requires_grad_(), tensor(new[,] { { 500f }, { -500f }, { 499f } }));

        var loss = WordLossFunction.Mean(states, weight, null, tensor(new[] { 2L }), 0);
        loss.backward();

        Assert.Equal(1.3132616875, loss.item<float>(), 1e-4);
        Assert.Equal(0.7310586, states.grad!.item<float>(), 1e-3);
    }

    [Fact]
    public void The_loss_is_scaled_with_what_it_enters()
    {
        using var scope = NewDisposeScope();
        var (states, weight, labels) = (randn(5, 4), randn(7, 4), randint(0, 7, [5]));

        var once = Gradients([states, weight, null], ScalarType.Float32, (a, b, c) => WordLossFunction.Mean(a, b, c, labels, 0.1));
        var thrice = Gradients([states, weight, null], ScalarType.Float32, (a, b, c) => WordLossFunction.Mean(a, b, c, labels, 0.1) * tensor(3f));

        Assert.True(allclose(once[1] * tensor(3f), thrice[1]));
        Assert.True(allclose(once[2] * tensor(3f), thrice[2]));
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var states = randn(300, 4).requires_grad_().DetachFromDisposeScope();
        using var weight = randn(7, 4).requires_grad_().DetachFromDisposeScope();
        using var labels = randint(0, 7, [300]).DetachFromDisposeScope();
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ => Live())];

        Assert.Equal(counts[1], counts[4]);

        long Live()
        {
            using (NewDisposeScope())
                WordLossFunction.Mean(states, weight, null, labels, 0.1).backward();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    /// <summary>A loss and its gradient with respect to each value that is there.</summary>
    private static Tensor[] Gradients(Tensor?[] values, ScalarType type, Func<Tensor, Tensor, Tensor?, Tensor> loss)
    {
        Tensor?[] leaves = [.. values.Select(value => value?.to(type).detach().clone().requires_grad_())];
        var result = loss(leaves[0]!, leaves[1]!, leaves[2]);
        result.backward();
        return [result, .. leaves.OfType<Tensor>().Select(leaf => leaf.grad!)];
    }
}
