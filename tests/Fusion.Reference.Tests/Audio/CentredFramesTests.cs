using Fusion.Reference.Audio;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class CentredFramesTests
{
    [Fact]
    public void Mirrors_the_ends()
    {
        Assert.Equal([3f, 2, 1, 2, 3, 4, 3, 2], CentredFrames.Pad([1, 2, 3, 4], 2));
        Assert.Equal([2f, 1, 2, 1, 2, 1, 2, 1], CentredFrames.Pad([1, 2], 3));
        Assert.Equal([7f, 7, 7], CentredFrames.Pad([7], 1));
        Assert.Throws<ArgumentException>(() => CentredFrames.Pad([], 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(511, 1)]
    [InlineData(512, 2)]
    [InlineData(1024, 3)]
    public void Has_a_frame_at_every_hop(int samples, int frames) => Assert.Equal(frames, CentredFrames.Count(samples, 512));
}
