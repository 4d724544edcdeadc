using Fusion.Reference.Training;
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
