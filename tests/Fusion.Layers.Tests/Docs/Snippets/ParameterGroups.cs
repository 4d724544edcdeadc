using Fusion.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
// snippet: ganfusion-groups
using TorchSharp.Modules;
// end

namespace DocSnippets;

public sealed class ParameterGroups
{
    [Fact]
    public void DiscriminatorsCanHaveTheirOwnRateAndClipping()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.GANFusion([("text", 32), ("audio", 8)], 16);
        var total = torch.nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        var (text, audio) = (randn(4, 32), randn(4, 8));
        var task = (Tensor fused) => fused.square().mean();

        // snippet: ganfusion-groups
        var optimizer = torch.optim.Adam(
        [
            new Adam.ParamGroup(fuse.fusion_parameters(), lr: 1e-3),
            new Adam.ParamGroup(fuse.discriminator_parameters(), lr: 4e-4),
        ]);

        var (fused, loss) = fuse.call(text, audio);
        optimizer.zero_grad();
        total.call(task(fused), loss).backward();
        torch.nn.utils.clip_grad_norm_(fuse.fusion_parameters(), 1.0);          // two norms: neither player scales the other
        torch.nn.utils.clip_grad_norm_(fuse.discriminator_parameters(), 1.0);
        optimizer.step();
        // end

        Assert.Equal([1e-3, 4e-4], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.All(fuse.parameters(), parameter => Assert.NotNull(parameter.grad));
    }
}
