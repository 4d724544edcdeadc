using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class AudioFramesLstmTests
{
    [Fact]
    public void Padding_changes_nothing_and_order_does()
    {
        using var scope = NewDisposeScope();
        using var encoder = new AudioFramesLstm(EmotionModels.FrameFeatures, 7, 0.5, new DropoutNoise());
        encoder.eval();
        var input = EmotionModels.WithFrames(EmotionModels.Input(1, 1, 1), 4, 9, 2);

        var together = encoder.call(input).Vector;

        Assert.Equal([3L, 7L], together.shape);
        for (var row = 0; row < 3; row++)
            Assert.True(allclose(encoder.call(EmotionModels.Row(input, row)).Vector[0], together[row], rtol: 0, atol: 1e-6), $"row {row}");
        var last = EmotionModels.Row(input, 1);
        Assert.False(allclose(together[1], encoder.call(last with { Frames = last.Frames!.flip(1) }).Vector[0]));
    }

    [Fact]
    public void An_input_without_frames_is_refused()
    {
        using var scope = NewDisposeScope();
        using var encoder = new AudioFramesLstm(EmotionModels.FrameFeatures, 7, 0, new DropoutNoise());

        Assert.Contains("Frames", Assert.Throws<ArgumentException>(() => encoder.call(EmotionModels.Input(1))).Message, StringComparison.Ordinal);
    }
}
