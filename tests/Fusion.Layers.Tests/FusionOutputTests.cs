using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>Who owns what a forward returns.</summary>
public sealed class FusionOutputTests
{
    [Fact]
    public void DisposeFreesEveryTensor()
    {
        using var scope = NewDisposeScope();
        var (fused, loss, term) = (zeros(2), zeros([]), zeros([]));
        var output = new FusionOutput(fused, loss, new Dictionary<string, Tensor> { ["term"] = term });
        output.Dispose();
        Assert.All(new[] { fused, loss, term }, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void ALossMayBeMissing()
    {
        using var scope = NewDisposeScope();
        var (fused, loss) = new FusionOutput(zeros(2), null, new Dictionary<string, Tensor>());
        Assert.Equal([2], fused.shape);
        Assert.Null(loss);
        Assert.Throws<ArgumentNullException>(() => new FusionOutput(null!, null, new Dictionary<string, Tensor>()));
        Assert.Throws<ArgumentNullException>(() => new FusionOutput(zeros(2), null, null!));
    }

    [Fact]
    public void AfterDeconstructionEverythingLivesInTheCallersScope()
    {
        using var outer = NewDisposeScope();
        using var module = new AutoFusion([("a", 3), ("b", 4)], 2);
        Tensor fused;
        Tensor? loss;
        using (var inner = NewDisposeScope())
        {
            (fused, loss) = module.call(zeros(2, 3), zeros(2, 4));
            // Two inputs, fused, loss, and three terms.
            Assert.Equal(7, inner.DisposablesCount);
        }

        Assert.True(fused.IsInvalid);
        Assert.True(loss!.IsInvalid);
    }
}
