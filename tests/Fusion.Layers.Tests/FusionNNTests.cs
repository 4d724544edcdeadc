using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>The factories beside torch.nn's own.</summary>
public sealed class FusionNNTests
{
    [Fact]
    public void FactoriesMakeTheLayers()
    {
        using var named = nn.AutoFusion([("text", 512), ("audio", 50)], 100);
        using var unnamed = nn.AutoFusion([256, 256], 100);
        using var gan = nn.GANFusion([("text", 16), ("audio", 5)], 10, GANFusionOptions.Paper, dtype: ScalarType.Float64);
        using var unnamedGan = nn.GANFusion([16, 5], 10);
        using var loss = nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        Assert.Equal(["text", "audio"], named.Modalities.Select(modality => modality.Name));
        Assert.Equal([512, 50], named.Modalities.Select(modality => modality.Features));
        Assert.Equal(["m0", "m1"], unnamed.Modalities.Select(modality => modality.Name));
        Assert.Equal(["m0", "m1"], unnamedGan.Modalities.Select(modality => modality.Name));
        Assert.All(gan.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(0.1, loss.Weights["fusion"]);
    }
}
