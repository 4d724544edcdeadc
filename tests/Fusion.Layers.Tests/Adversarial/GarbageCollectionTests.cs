using System.Diagnostics;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>TorchSharp hands native code the handle of a Scalar that nothing keeps alive; a temporary one may be finalised before it is read.</summary>
public class GarbageCollectionTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_forward_pass_survives_collections_at_any_moment()
    {
        using var scope = NewDisposeScope();
        using var fusion = new GANFusion([("a", 8), ("b", 8), ("c", 8)], 8);
        fusion.eval();
        var values = Values();

        RequireSameUnderCollections(() => fusion.call(values).Fused);
    }

    [Theory]
    [InlineData(Objective.NonSaturating, Normalization.Batch, 1, 0)]
    [InlineData(Objective.NonSaturating, Normalization.Layer, 0.9, 1)]
    [InlineData(Objective.Minimax, Normalization.Batch, 1, 0)]
    [InlineData(Objective.LeastSquares, Normalization.Batch, 1, 0)]
    [InlineData(Objective.Hinge, Normalization.Batch, 1, 0)]
    [InlineData(Objective.Wasserstein, Normalization.Layer, 1, 1)]
    public void The_joint_training_loss_survives_collections_at_any_moment(Objective objective, Normalization normalization, double realLabel, double penalty)
    {
        using var scope = NewDisposeScope();
        using var fusion = new GANFusion([("a", 8), ("b", 8), ("c", 8)], 8, new GANFusionOptions
        {
            Objective = objective,
            Normalization = normalization,
            RealLabel = realLabel,
            R1Gamma = penalty,
            BranchReduction = BranchReduction.Mean,
            ReconstructionWeight = 0.5,
            ModalityDropout = 0.2,
            NoiseStd = 0.1,
            SpectralNorm = false,
        });
        var values = Values();
        var noise = fusion.Noise.get_state();

        RequireSameUnderCollections(() =>
        {
            fusion.Noise.set_state(noise);
            return fusion.call(values).Loss!;
        });
    }

    [Fact]
    public void Uncertainty_weights_survive_collections_at_any_moment()
    {
        using var scope = NewDisposeScope();
        using var criterion = MultiTaskLoss.Uncertainty("a", "b");
        Tensor[] losses = [rand([]), rand([])];

        RequireSameUnderCollections(() => criterion.call(losses));
    }

    [Fact]
    public void Dynamic_weights_and_their_history_survive_collections_at_any_moment()
    {
        using var scope = NewDisposeScope();
        using var criterion = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        for (var epoch = 0; epoch < 2; epoch++)
        {
            criterion.call(rand([]), rand([]));
            criterion.step();
        }

        Tensor[] losses = [rand([]), rand([])];
        var passes = RequireSameUnderCollections(() => criterion.call(losses));

        Assert.All(criterion.get_buffer("epoch_count")!.data<double>(), count => Assert.Equal(passes, count));
    }

    private static Tensor[] Values() => [randn(16, 8), randn(16, 8), randn(16, 8)];

    /// <summary>Repeats a computation while another thread collects; returns how often it ran in all.</summary>
    private static int RequireSameUnderCollections(Func<Tensor> compute)
    {
        var expected = compute();
        Assert.True(expected.isfinite().all().item<bool>());
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
            var passes = 1;
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Duration; passes++)
            {
                using var inner = NewDisposeScope();
                Assert.True(compute().equal(expected).all().item<bool>(), $"pass {passes} gave another result");
            }

            return passes;
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }
}
