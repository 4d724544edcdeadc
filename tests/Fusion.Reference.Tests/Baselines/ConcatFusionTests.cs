using Fusion.Reference.Baselines;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

public class ConcatFusionTests
{
    [Fact]
    public void Puts_the_modalities_side_by_side_in_their_order()
    {
        using var scope = NewDisposeScope();
        using var fusion = new ConcatFusion([("a", 3), ("b", 4)]);
        var (a, b) = (randn(2, 5, 3), randn(2, 5, 4));

        var output = fusion.call(a, b);

        Assert.Equal(7, fusion.OutputFeatures);
        Assert.True(allclose(cat([a, b], -1), output.Fused, rtol: 0, atol: 0));
        Assert.Null(output.Loss);
        Assert.Empty(fusion.parameters());
    }

    [Fact]
    public void An_absent_modality_counts_as_zeros_whatever_its_slot_holds()
    {
        using var scope = NewDisposeScope();
        using var fusion = new ConcatFusion([("a", 3), ("b", 4)]);
        var a = randn(2, 3);
        var present = tensor(new[,] { { true, false }, { true, true } });
        var b = full([2, 4], float.NaN);
        b[1].fill_(1);

        var output = fusion.call(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b }, present: present);

        Assert.True(allclose(output.Fused[0], cat([a[0], zeros(4)])));
        Assert.True(allclose(output.Fused[1], cat([a[1], ones(4)])));
    }
}
