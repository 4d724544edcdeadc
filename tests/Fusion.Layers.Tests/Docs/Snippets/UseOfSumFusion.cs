using Fusion.Layers;
using Xunit;
using static TorchSharp.torch;

namespace DocSnippets;

public sealed class UseOfSumFusion
{
    [Fact]
    public void AnOutsideModuleKeepsTheContract()
    {
        using var outer = NewDisposeScope();
        var (text, audio) = (randn(2, 3, 16), randn(2, 3, 4));
        var padding = tensor(new[,] { { false, false, true }, { false, true, true } });
        text[1, 1] = double.NaN;

        // snippet: use-sum-fusion
        var fuse = new SumFusion([("text", 16), ("audio", 4)], 8);
        var (fused, loss) = fuse.call(new FusionInput([text, audio], padding));
        // end

        Assert.True(fused.isfinite().all().item<bool>());
        Assert.True(loss!.isfinite().item<bool>());
        Assert.Equal(["project_audio.bias", "project_audio.weight", "project_text.bias", "project_text.weight"], fuse.state_dict().Keys.Order());
        fuse.eval();
        Assert.Null(fuse.call(text, null).Loss);
    }
}
