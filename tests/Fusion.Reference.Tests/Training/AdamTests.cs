using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Training;

public class AdamTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 2e-6)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void Follows_the_Adam_of_torch(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var mine = Network(dtype);
        using var theirs = Network(dtype);
        using var adam = new Adam(mine, 1e-2);
        using var reference = optim.Adam(theirs.parameters(), 1e-2);
        var (inputs, targets) = (randn(8, 5, dtype), randn(8, 3, dtype));

        for (var step = 0; step < 50; step++)
        {
            Backward(mine, inputs, targets);
            adam.Step();
            Backward(theirs, inputs, targets);
            reference.step();
        }

        foreach (var (ours, other) in mine.parameters().Zip(theirs.parameters()))
            Assert.True(allclose(ours, other, rtol: 0, atol: tolerance));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.Float64, 1e-13)]
    public void Follows_the_Adam_of_torch_over_1000_steps(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var mine = Network(dtype);
        using var theirs = Network(dtype);
        using var adam = new Adam(mine, 1e-3);
        using var reference = optim.Adam(theirs.parameters(), 1e-3);

        for (var step = 0; step < 1000; step++)
        {
            // The same gradients for both, of sizes from 1e-6 to 1: none of its own could bring the two together again.
            foreach (var (ours, other) in mine.parameters().Zip(theirs.parameters()))
            {
                ours.grad = randn(ours.shape, dtype).mul(Math.Pow(10, -6 * (step % 7) / 6.0).ToScalar());
                other.grad = ours.grad!.clone();
            }

            adam.Step();
            reference.step();
        }

        foreach (var (ours, other) in mine.parameters().Zip(theirs.parameters()))
            Assert.True(allclose(ours, other, rtol: 0, atol: tolerance), $"{(ours - other).abs().max().to(ScalarType.Float64).item<double>()}");
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        using var scope = NewDisposeScope();
        using var network = Network(ScalarType.Float32);
        using var adam = new Adam(network, 1e-2);
        var weight = network.get_parameter("2.weight")!;
        var before = weight.detach().clone();
        var first = network.get_parameter("0.weight")!.detach().clone();

        network.zero_grad();
        network.get_parameter("0.weight")!.sum().backward();
        adam.Step();

        Assert.True(allclose(before, weight, rtol: 0, atol: 0));
        Assert.False(allclose(first, network.get_parameter("0.weight")!));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Steps_too_small_for_16_bits_add_up(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(1, 40, hasBias: false, dtype: dtype);
        using var noGrad = no_grad();
        layer.weight!.fill_(1.ToScalar());
        using var adam = new Adam(layer, 1e-5);

        // Each step is a hundredth of what such a parameter can tell apart at 1.
        for (var step = 0; step < 5000; step++)
        {
            layer.weight!.grad = ones_like(layer.weight);
            adam.Step();
        }

        Assert.Equal(dtype, layer.weight!.dtype);
        Assert.All(layer.weight.to(ScalarType.Float32).data<float>().ToArray(), value => Assert.Equal(0.95, value, 4e-3));
    }

    [Fact]
    public void A_parameter_in_16_bits_and_what_rounding_cut_off_are_the_parameter_in_32()
    {
        using var scope = NewDisposeScope();
        using var network = Network(ScalarType.Float32);
        using var rounded = Network(ScalarType.Float32).to(ScalarType.BFloat16);
        using (no_grad())
        {
            foreach (var (exact, coarse) in network.parameters().Zip(rounded.parameters()))
                exact.copy_(coarse);
        }

        using var adam = new Adam(network, 1e-2);
        using var coarseAdam = new Adam(rounded, 1e-2);
        for (var step = 0; step < 20; step++)
        {
            foreach (var (exact, coarse) in network.parameters().Zip(rounded.parameters()))
            {
                coarse.grad = randn(coarse.shape).to(ScalarType.BFloat16);
                exact.grad = coarse.grad.to(ScalarType.Float32);
            }

            adam.Step();
            coarseAdam.Step();
        }

        var rests = coarseAdam.State.Where(item => item.Name.StartsWith("rest/", StringComparison.Ordinal)).ToDictionary(item => item.Name["rest/".Length..], item => item.Value);
        Assert.Equal(4, rests.Count);
        foreach (var ((name, exact), (_, coarse)) in network.named_parameters().Zip(rounded.named_parameters()))
            Assert.True(allclose(exact, coarse.to(ScalarType.Float32) + rests[name], rtol: 0, atol: 1e-6), name);
    }

    private static TorchSharp.Modules.Sequential Network(ScalarType dtype)
    {
        manual_seed(11);
        // 35 and 21 weights: neither is a multiple of a vector's width.
        return nn.Sequential(nn.Linear(5, 7, dtype: dtype), nn.Tanh(), nn.Linear(7, 3, dtype: dtype));
    }

    private static void Backward(TorchSharp.Modules.Sequential network, Tensor inputs, Tensor targets)
    {
        network.zero_grad();
        nn.functional.mse_loss(network.call(inputs), targets).backward();
    }
}
