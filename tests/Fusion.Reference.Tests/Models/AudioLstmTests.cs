using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class AudioLstmTests
{
    [Fact]
    public void Each_row_is_encoded_by_itself()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Audio();
        encoder.eval();
        Tensor Encode(Tensor audio) => encoder.call(EmotionModels.Input(1) with { Audio = audio }).Vector;
        var features = randn(3, EmotionModels.AudioFeatures);

        var together = Encode(features);

        Assert.Equal([3L, 7L], together.shape);
        Assert.True(allclose(Encode(features.narrow(0, 1, 1))[0], together[1], rtol: 0, atol: 1e-6));
    }

    [Fact]
    public void The_upper_layer_is_what_comes_out()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Audio();
        encoder.eval();
        Tensor Encode(Tensor audio) => encoder.call(EmotionModels.Input(1) with { Audio = audio }).Vector;
        var features = randn(2, EmotionModels.AudioFeatures);
        var before = Encode(features);

        using (no_grad())
            encoder.get_parameter("upper.weight_ih_l0")!.mul_(2);

        Assert.False(allclose(before, Encode(features)));
    }
}
