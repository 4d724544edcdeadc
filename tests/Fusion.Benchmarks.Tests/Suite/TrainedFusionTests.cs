using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Suite;
using Fusion.Reference;
using Xunit;

namespace Fusion.Benchmarks.Tests.Suite;

public sealed class TrainedFusionTests
{
    [Theory]
    [InlineData("autofusion")]
    [InlineData("autofusion-fixed")]
    [InlineData("ganfusion")]
    [InlineData("concat")]
    [InlineData("concat-matched")]
    [InlineData("tfn")]
    [InlineData("lmf")]
    public void Every_fusion_runs_in_every_mode(string name)
    {
        using var fusion = new TrainedFusion(name, new LayerShape([6, 4], 3), 5);
        fusion.Eval();
        fusion.Forward();
        fusion.Step();
    }

    [Fact]
    public void A_tensor_fusion_that_cannot_fit_says_what_it_would_take() =>
        Assert.Contains("bytes", Assert.Throws<UserErrorException>(() => new TrainedFusion("tfn", new LayerShape([2048, 2048, 2048, 2048], 100), 2)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Benchmarks_of_loaders_do_what_they_time()
    {
        var loaders = new LoaderBenchmarks();
        loaders.SetUp();
        try
        {
            Assert.Equal(1000 * 2048, loaders.Npy());
            Assert.Equal(loaders.Npy(), loaders.KaldiArchive());
            Assert.Equal(loaders.Npy(), loaders.SafeTensors());
            Assert.True(loaders.Bytes() > 4 * loaders.Npy());
        }
        finally
        {
            loaders.CleanUp();
        }
    }

    [Fact]
    public void Disturbed_sentences_are_worse_than_themselves_and_better_than_others()
    {
        var metrics = new MetricBenchmarks();
        metrics.SetUp();
        Assert.InRange(metrics.Bleu4(), 20, 90);
        Assert.InRange(metrics.ChrF(), 20, 99);
        Assert.InRange(metrics.Meteor(), 0.1, 0.99);
    }
}
