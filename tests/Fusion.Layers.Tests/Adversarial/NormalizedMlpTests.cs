using Fusion.Layers.Adversarial;
using Fusion.Layers.Tests.Support;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

public sealed class NormalizedMlpTests
{
    /// <summary>Fine-tuning often holds batch normalisation in evaluation while the rest trains.</summary>
    [Fact]
    public void BatchNormalisationInEvaluationAloneJudgesByRunningStatisticsInEveryForm()
    {
        using var scope = NewDisposeScope();
        using var network = new NormalizedMlp(3, 8, 1, Normalization.Batch, spectralNorm: false, device: null, ScalarType.Float64);
        network.forward(randn(16, 3, dtype: ScalarType.Float64) + 2);
        foreach (var norm in network.modules().OfType<BatchNorm1d>())
            norm.eval();
        var rows = randn(4, 3, dtype: ScalarType.Float64);
        var expected = network.ForwardWithRunningStatistics(rows);

        Assert.True(network.training);
        TensorAssert.Same(expected, network.forward(rows), "forward");
        TensorAssert.Same(expected, network.ForwardFrozen(rows), "frozen");
        TensorAssert.Same(expected, network.ForwardUntracked(rows), "untracked");
    }
}
