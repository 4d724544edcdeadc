using Fusion.Reference.Models.Translation;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class SmoothedCrossEntropyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void It_is_torchs(double smoothing)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = (randn(7, 11, dtype: ScalarType.Float64), randint(0, 11, [7]));
        using var torchs = new CrossEntropyLoss(label_smoothing: smoothing);

        Assert.Equal(torchs.call(logits, labels).item<double>(), SmoothedCrossEntropy.Of(logits, labels, smoothing).item<double>(), 1e-12);
    }
}
