using FsCheck;
using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Weighting;

/// <summary>Learned weights: the form that cannot go negative.</summary>
public sealed class UncertaintyWeightingTests
{
    [Property(MaxTest = 100)]
    public void ForLossesThatAreNotNegativeTheTotalIsTheFormulaAndNotNegative(NormalFloat variance, NormalFloat loss)
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.Uncertainty("a");
        var (s, x) = (variance.Get, Math.Abs(loss.Get));
        Set(weighting, [s]);
        var bounded = Math.Clamp((double)(float)s, -10, 10);
        var total = weighting.call(tensor(x)).item<double>();
        TensorAssert.Close((x / (2 * Math.Exp(bounded))) + Math.Log(1 + Math.Exp(bounded)), total, 1e-5, "total");
        Assert.True(total >= 0);
    }

    [Fact]
    public void AZeroLossStaysFiniteHoweverLongItTrains()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.Uncertainty("solved", "open");
        using var optimizer = optim.SGD(weighting.parameters(), 5);
        for (var step = 0; step < 200; step++)
        {
            weighting.zero_grad();
            var total = weighting.call(tensor(0f), tensor(1f));
            TensorAssert.Finite(total, "total");
            Assert.True(total.item<float>() >= 0);
            total.backward();
            optimizer.step();
        }

        Assert.InRange(weighting.Weights["solved"], 0.5, Math.Exp(10) / 2 * 1.001);
        TensorAssert.Finite(weighting.parameters().Single(), "log_variance");
    }

    [Fact]
    public void WeightsBeginAtOneHalfAndFallForTheNoisierTask()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.Uncertainty("noisy", "clean");
        Assert.Equal([0.5, 0.5], weighting.Weights.Values);
        Assert.Equal(["log_variance"], weighting.state_dict().Keys);
        using var optimizer = optim.SGD(weighting.parameters(), 0.5);
        for (var step = 0; step < 100; step++)
        {
            weighting.zero_grad();
            weighting.call(tensor(10f), tensor(0.1f)).backward();
            optimizer.step();
        }

        Assert.True(weighting.Weights["noisy"] < 0.1 && weighting.Weights["clean"] > 1);
    }

    [Fact]
    public void ItsStateSurvivesSavingAndLoading()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var saved = MultiTaskLoss.Uncertainty("a", "b");
        Set(saved, [0.3, -2]);
        saved.save(folder.File("loss.dat"));
        saved.save_safetensors(folder.File("loss.safetensors"));
        using var loaded = MultiTaskLoss.Uncertainty("a", "b");
        using var other = MultiTaskLoss.Uncertainty("a", "b");
        loaded.load(folder.File("loss.dat"));
        other.load_safetensors(folder.File("loss.safetensors"));
        Assert.Equal(saved.Weights, loaded.Weights);
        Assert.Equal(saved.Weights, other.Weights);
    }

    private static void Set(MultiTaskLoss loss, double[] values)
    {
        using var noGrad = no_grad();
        loss.parameters().Single().copy_(tensor(values));
    }
}
