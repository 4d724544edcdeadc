using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class MeanOverSeedsTests
{
    [Fact]
    public void Gives_mean_and_sample_deviation()
    {
        var scores = MeanOverSeeds.Of([0.5, 0.6, 0.7]);

        Assert.Equal(0.6, scores.Mean, 12);
        Assert.Equal(0.1, scores.Deviation, 12);
        Assert.Equal("60.0 ± 10.0", scores.Percent);
    }

    [Fact]
    public void One_seed_has_no_deviation() => Assert.Equal("51.3", MeanOverSeeds.Of([0.5126]).Percent);
}
