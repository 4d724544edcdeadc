using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Data;

public class FrameStandardizerTests
{
    [Fact]
    public void Frames_of_all_utterances_together_get_mean_0_and_deviation_1()
    {
        float[][] frames = [[1, 7, 100, 5, 7, 300], [9, 7, 800]];
        var standardizer = FrameStandardizer.Fit(frames, 3);

        var rows = frames.SelectMany(values => Transform(standardizer, values).Chunk(3)).ToArray();

        foreach (var column in new[] { 0, 2 })
        {
            Assert.Equal(0, rows.Average(row => row[column]), 1e-6);
            Assert.Equal(1, rows.Average(row => row[column] * row[column]), 1e-5);
        }

        // A constant column says nothing.
        Assert.All(rows, row => Assert.Equal(0, row[1]));
        Assert.Equal(100, frames[0][2]);
    }

    private static float[] Transform(FrameStandardizer standardizer, float[] frames)
    {
        var target = new float[frames.Length];
        standardizer.Transform(frames, target);
        return target;
    }
}
