using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>The input copies references, never tensors.</summary>
public sealed class FusionInputTests
{
    [Fact]
    public void ALaterChangeOfTheCallersArrayChangesNothing()
    {
        using var scope = NewDisposeScope();
        Tensor?[] values = [zeros(2), null];
        var input = new FusionInput(values);
        var first = values[0];
        values[0] = null;
        Assert.Same(first, input.Values[0]);
        Assert.Null(input.Values[1]);
        Assert.Null(input.PaddingMask);
        Assert.Null(input.Present);
        Assert.Throws<ArgumentNullException>(() => new FusionInput(null!));
    }
}
