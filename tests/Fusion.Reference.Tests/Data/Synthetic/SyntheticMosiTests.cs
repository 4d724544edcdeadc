using Fusion.Reference.Data;
using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Data.Synthetic;
using Xunit;

namespace Fusion.Reference.Tests.Data.Synthetic;

public class SyntheticMosiTests
{
    [Fact]
    public void The_loader_reads_what_is_written_and_knows_that_it_is_synthetic()
    {
        using var folder = new TemporaryFolder();
        SyntheticMosi.Write(folder["mosi"], new SyntheticMosiOptions { TrainVideos = 3, ValidationVideos = 1, TestVideos = 2, UtterancesPerVideo = 4 });

        var corpus = MosiCorpus.Load(folder["mosi"]);

        Assert.True(corpus.Synthetic);
        Assert.Equal((12, 4, 8), (corpus.Train.Count, corpus.Validation.Count, corpus.Test.Count));
        Assert.Equal(6, corpus.Train.Count(utterance => utterance.Label == 1));
    }

    [Fact]
    public void Each_modality_says_something_and_all_three_say_most()
    {
        using var folder = new TemporaryFolder();
        SyntheticMosi.Write(folder["mosi"], new SyntheticMosiOptions());
        var corpus = MosiCorpus.Load(folder["mosi"]);

        var alone = Enumerable.Range(0, 3).Select(modality => Accuracy(corpus, [modality])).ToArray();

        Assert.All(alone, accuracy => Assert.InRange(accuracy, 0.6, 0.9));
        Assert.True(alone[0] > alone[2], $"text {alone[0]:0.00}, video {alone[2]:0.00}");
        Assert.True(Accuracy(corpus, [0, 1, 2]) > alone.Max());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new[] { ("a", 1UL), ("b", 1UL), ("c", 2UL) })
            SyntheticMosi.Write(folder[name], new SyntheticMosiOptions { Seed = seed, TrainVideos = 1, ValidationVideos = 1, TestVideos = 1 });

        Assert.All(MosiCorpus.Files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["a"], file)), File.ReadAllBytes(Path.Combine(folder["b"], file))));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(folder["a"], "audio73.npy")), File.ReadAllBytes(Path.Combine(folder["c"], "audio73.npy")));
    }

    [Fact]
    public void Data_that_were_not_generated_are_never_replaced()
    {
        using var folder = new TemporaryFolder();
        folder.Write("label.npy", "real");

        Assert.Contains("holds label.npy", Assert.Throws<ArgumentException>(() => SyntheticMosi.Write(folder.Root, new SyntheticMosiOptions())).Message);
        Assert.Equal("real", File.ReadAllText(folder["label.npy"]));
    }

    // The nearest class mean in standardised features: what a linear model can see without training one.
    private static double Accuracy(MosiCorpus corpus, int[] modalities)
    {
        var standardizer = Standardizer.Fit([.. corpus.Train.Select(Row)]);
        var direction = Mean(1).Zip(Mean(0), (positive, negative) => positive - negative).ToArray();
        return corpus.Test.Average(utterance => (standardizer.Transform(Row(utterance)).Zip(direction, (value, along) => value * along).Sum() > 0) == (utterance.Label == 1) ? 1.0 : 0);

        float[] Row(MosiUtterance utterance) => [.. modalities.SelectMany(modality => utterance.Features[modality])];

        double[] Mean(int label)
        {
            var rows = corpus.Train.Where(utterance => utterance.Label == label).Select(utterance => standardizer.Transform(Row(utterance))).ToArray();
            return [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Average(row => (double)row[column]))];
        }
    }
}
