using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class AudioEncoderTests
{
    [Fact]
    public void Each_row_is_encoded_by_itself()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Audio();
        encoder.eval();
        var features = randn(3, EmotionModels.AudioFeatures);

        var together = encoder.call(features);

        Assert.Equal([3L, 7L], together.shape);
        Assert.True(allclose(encoder.call(features.narrow(0, 1, 1))[0], together[1], rtol: 0, atol: 1e-6));
    }

    [Fact]
    public void The_upper_layer_is_what_comes_out()
    {
        using var scope = NewDisposeScope();
        using var encoder = EmotionModels.Audio();
        encoder.eval();
        var features = randn(2, EmotionModels.AudioFeatures);
        var before = encoder.call(features);

        using (no_grad())
            encoder.get_parameter("lstm.weight_ih_l1")!.mul_(2);

        Assert.False(allclose(before, encoder.call(features)));
    }
}
