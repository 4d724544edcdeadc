using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class SigmoidLossTests
{
    [Fact]
    public void Each_class_is_a_question_of_its_own()
    {
        using var scope = NewDisposeScope();
        float[,] logits = { { 2, -1, 0.5f }, { -3, 0, 1 } };
        long[] labels = [0, 2];
        var expected = labels.Select((label, row) => Enumerable.Range(0, 3)
            .Average(column => Math.Log(1 + Math.Exp(column == label ? -logits[row, column] : logits[row, column])))).ToArray();

        var rows = SigmoidLoss.Of(tensor(logits), tensor(labels), nn.Reduction.None);

        Assert.Equal(expected[0], rows[0].item<float>(), 1e-6);
        Assert.Equal(expected[1], rows[1].item<float>(), 1e-6);
        Assert.Equal(expected.Average(), SigmoidLoss.Of(tensor(logits), tensor(labels), nn.Reduction.Mean).item<float>(), 1e-6);
    }
}
