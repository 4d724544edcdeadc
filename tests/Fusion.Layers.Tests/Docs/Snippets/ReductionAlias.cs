using Fusion.Layers;
using Xunit;
// snippet: reduction-alias
using static TorchSharp.torch.nn;
using Reduction = Fusion.Layers.Reduction;      // torch.nn has a Reduction of its own
// end

namespace DocSnippets;

public sealed class ReductionAlias
{
    [Fact]
    public void AnAliasPicksThePackages()
    {
        // snippet: reduction-alias
        var options = AutoFusionOptions.Default with { Reduction = Reduction.SumPerSample };
        // end

        Assert.Equal(AutoFusionOptions.Paper, options);
        Linear(2, 3).Dispose();
    }
}
