using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

public class GarbageCollectionTests
{
    /// <summary>TorchSharp hands native code the handle of a Scalar that nothing keeps alive; a temporary one may be finalised before it is read.</summary>
    [Fact]
    public void A_forward_pass_survives_collections_at_any_moment()
    {
        using var scope = NewDisposeScope();
        using var fusion = new GANFusion([("a", 8), ("b", 8), ("c", 8)], 8);
        fusion.eval();
        Tensor[] values = [randn(4, 8), randn(4, 8), randn(4, 8)];
        var expected = fusion.call(values).Fused;
        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();

        try
        {
            for (var pass = 0; pass < 3000; pass++)
            {
                using var inner = NewDisposeScope();
                Assert.True(fusion.call(values).Fused.equal(expected).all().item<bool>(), $"pass {pass} gave another result");
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }
}
