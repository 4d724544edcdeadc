using TorchSharp;
using Xunit;

namespace Fusion.Layers.Tests.Interop;

public sealed class NativeLoadTests
{
    [Fact]
    public void ATensorIsMadeAndRead()
    {
        using var tensor = torch.ones(2, 3).sum();
        Assert.Equal(6f, tensor.item<float>());
    }
}
