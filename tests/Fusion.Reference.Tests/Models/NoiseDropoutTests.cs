using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class NoiseDropoutTests
{
    [Theory]
    [InlineData(0.1, ScalarType.Float32)]
    [InlineData(0.5, ScalarType.Float32)]
    [InlineData(0.3, ScalarType.Float64)]
    public void Drops_its_share_and_scales_the_rest(double probability, ScalarType type)
    {
        using var scope = NewDisposeScope();

        var kept = KeptOfOnes(probability, type, 100_000);

        Assert.True(allclose(kept, tensor(1 / (1 - probability), dtype: type)));
    }

    [Theory]
    [InlineData(0.002, ScalarType.BFloat16)]
    [InlineData(0.1, ScalarType.BFloat16)]
    [InlineData(0.995, ScalarType.Float16)]
    public void Drops_its_share_in_16_bits_too(double probability, ScalarType type)
    {
        using var scope = NewDisposeScope();

        var kept = KeptOfOnes(probability, type, 1_000_000);

        Assert.True(kept.eq(tensor(1 / (1 - probability), dtype: type)).all().item<bool>());
    }

    [Fact]
    public void A_seed_repeats_its_masks_and_no_two_masks_are_alike()
    {
        using var scope = NewDisposeScope();
        using var noise = Seeded(3);
        using var dropout = new NoiseDropout(0.5, noise);
        var input = ones(20, 20);

        var (first, second) = (dropout.forward(input), dropout.forward(input));
        noise.Seed(3);
        var again = dropout.forward(input);

        Assert.True(first.Equals(again));
        Assert.False(first.Equals(second));
    }

    [Fact]
    public void The_gradient_passes_where_the_value_did()
    {
        using var scope = NewDisposeScope();
        using var noise = Seeded(3);
        using var dropout = new NoiseDropout(0.5, noise);
        var input = ones(20, 20).requires_grad_();

        var output = dropout.forward(input);
        output.sum().backward();

        Assert.True(input.grad!.Equals(output));
    }

    [Fact]
    public void Passes_everything_outside_training()
    {
        using var scope = NewDisposeScope();
        using var noise = Seeded(3);
        using var dropout = new NoiseDropout(0.5, noise);
        dropout.eval();
        var input = randn(4, 5);

        Assert.True(dropout.forward(input).Equals(input));
    }

    /// <summary>What dropout leaves of ones, which is the share asked for.</summary>
    private static Tensor KeptOfOnes(double probability, ScalarType type, int count)
    {
        using var noise = Seeded(3);
        using var dropout = new NoiseDropout(probability, noise);
        var output = dropout.forward(ones(100, count / 100, dtype: type));
        Assert.Equal(type, output.dtype);
        var kept = output[output.ne(0)];
        // Six standard deviations of a binomial count.
        var spread = 6 * Math.Sqrt(count * probability * (1 - probability));
        Assert.InRange(kept.numel() - ((1 - probability) * count), -spread, spread);
        return kept;
    }

    private static DropoutNoise Seeded(long seed)
    {
        var noise = new DropoutNoise();
        noise.Seed(seed);
        return noise;
    }
}
