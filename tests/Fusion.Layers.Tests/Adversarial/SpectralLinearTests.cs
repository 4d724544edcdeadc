using FsCheck.Xunit;
using Fusion.Layers.Adversarial;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>Weights divided by their largest singular value.</summary>
public sealed class SpectralLinearTests
{
    [Property(MaxTest = 30)]
    public void TheEffectiveWeightHasLargestSingularValueOne(int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var random = new Random(seed);
        var (inputs, outputs) = (random.Next(1, 9), random.Next(1, 9));
        using var layer = new SpectralLinear(inputs, outputs, spectralNorm: true, device: null, ScalarType.Float64);
        for (var i = 0; i < 500; i++)
            layer.MoveSpectralVectors();
        var effective = layer.forward(eye(inputs, dtype: ScalarType.Float64)) - layer.forward(zeros(1, inputs, dtype: ScalarType.Float64));
        // Close singular values converge slowly.
        TensorAssert.Close(1, linalg.svdvals(effective).max().item<double>(), 2e-2, "largest singular value");
    }

    [Property(MaxTest = 20)]
    public void ADiscriminatorOfThemIsLipschitzWithConstantOne(int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var network = new NormalizedMlp(3, 16, 1, Normalization.None, spectralNorm: true, device: null, ScalarType.Float64);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                parameter.mul_(50);
        for (var i = 0; i < 300; i++)
            network.forward(zeros(1, 3, dtype: ScalarType.Float64));
        network.eval();
        var (x, y) = (randn(200, 3, dtype: ScalarType.Float64) * 3, randn(200, 3, dtype: ScalarType.Float64) * 3);
        var slopes = (network.forward(x) - network.forward(y)).abs().squeeze(1) / (x - y).norm(1);
        Assert.InRange(slopes.max().item<double>(), 0, 1.05);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    public void AWeightOfZerosStaysOneAndRecovers(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralLinear(inputs, outputs, spectralNorm: true, device: null, ScalarType.Float64);
        var parameters = layer.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        using (no_grad())
            parameters["weight"].zero_();
        layer.MoveSpectralVectors();
        var x = ones(4, inputs, dtype: ScalarType.Float64).requires_grad_(true);
        var output = layer.forward(x);
        TensorAssert.Same(parameters["bias"].expand(4, -1), output, "output");
        output.square().sum().backward();
        TensorAssert.Finite(parameters["weight"].grad!, "gradient of the weight");
        TensorAssert.Zero(x.grad!, "gradient of the input");

        using (no_grad())
            parameters["weight"].fill_(7);
        for (var i = 0; i < 20; i++)
            layer.MoveSpectralVectors();
        var effective = layer.forward(eye(inputs, dtype: ScalarType.Float64)) - layer.forward(zeros(1, inputs, dtype: ScalarType.Float64));
        TensorAssert.Close(1, linalg.svdvals(effective).max().item<double>(), 1e-9, "largest singular value");
    }

    [Fact]
    public void WithoutTheNormItIsALinearLayer()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = new SpectralLinear(3, 2, spectralNorm: false, device: null, dtype: null);
        manual_seed(1);
        using var linear = nn.Linear(3, 2);
        ModuleState.Same(linear.state_dict(), layer.state_dict());
        var x = randn(4, 3);
        TensorAssert.Same(linear.call(x), layer.forward(x), "output");
    }

    [Fact]
    public void TheFrozenFormGivesTheInputItsGradientAndTheParametersNone()
    {
        using var scope = NewDisposeScope();
        using var layer = new SpectralLinear(3, 2, spectralNorm: true, device: null, ScalarType.Float64);
        var (x, y) = (randn(4, 3, dtype: ScalarType.Float64), randn(1));
        var (first, second) = (x.clone().requires_grad_(true), x.clone().requires_grad_(true));
        var frozen = layer.ForwardFrozen(first);
        TensorAssert.Same(layer.forward(second), frozen, "value");
        frozen.square().sum().backward();
        Assert.All(layer.parameters(), parameter => Assert.Null(parameter.grad));
        layer.forward(second).square().sum().backward();
        TensorAssert.Same(second.grad, first.grad, "gradient");
        Assert.All(layer.parameters(), parameter => Assert.NotNull(parameter.grad));
    }
}
