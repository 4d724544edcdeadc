using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Synthetic;
using Xunit;

namespace Fusion.Reference.Tests.Data.Synthetic;

public class SyntheticIemocapTests
{
    [Fact]
    public void Is_read_by_the_real_loader_and_says_what_it_is()
    {
        using var folder = new TemporaryFolder();
        SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions { Seed = 5 });

        var corpus = IemocapCorpus.Load(folder.Root);
        var manifest = JsonNode.Parse(File.ReadAllText(folder[IemocapCorpus.SyntheticFile]))!;

        Assert.True(corpus.Synthetic);
        Assert.Equal(600, corpus.Utterances.Count);
        Assert.All(corpus.Utterances.CountBy(utterance => utterance.Label), pair => Assert.Equal(150, pair.Value));
        Assert.All(corpus.Utterances.CountBy(utterance => utterance.Session), pair => Assert.Equal(120, pair.Value));
        Assert.Equal(50, corpus.Utterances.Select(utterance => utterance.Dialog).Distinct().Count());
        Assert.Equal(200, corpus.Vectors!.Dimension);
        Assert.All(corpus.Utterances.SelectMany(utterance => utterance.Tokens), word => Assert.False(corpus.Vectors[word].IsEmpty, word));
        Assert.Equal((5, 650, 600), ((int)manifest["seed"]!, (int)manifest["utterances"]!, (int)manifest["labelled"]!));
        Assert.Contains("half of the time", (string)manifest["signal"]!["ceiling"]!);
    }

    [Fact]
    public void The_seed_decides_every_byte()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        using var other = new TemporaryFolder();
        SyntheticIemocap.Write(first.Root, new SyntheticIemocapOptions { Seed = 3 });
        SyntheticIemocap.Write(second.Root, new SyntheticIemocapOptions { Seed = 3 });
        SyntheticIemocap.Write(other.Root, new SyntheticIemocapOptions { Seed = 4 });

        string[] files = [.. Directory.GetFiles(first.Root).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(["SYNTHETIC.json", "audio8.npy", "glove200.npy", "glove200.vocab.tsv", "iemocap.tsv", "label4.npy"], files.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(first[file]), File.ReadAllBytes(second[file])));
        Assert.NotEqual(File.ReadAllBytes(first["iemocap.tsv"]), File.ReadAllBytes(other["iemocap.tsv"]));
        Assert.NotEqual(File.ReadAllBytes(first["audio8.npy"]), File.ReadAllBytes(other["audio8.npy"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Only_text_and_audio_together_tell_the_class(ulong seed)
    {
        using var folder = new TemporaryFolder();
        SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions { Seed = seed, Vectors = false });
        var corpus = IemocapCorpus.Load(folder.Root);
        var split = SessionSplit.Of(corpus.Utterances);
        var standardizer = Standardizer.Fit([.. split.Train.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);
        List<(IemocapUtterance, float[])> Rows(IReadOnlyList<IemocapUtterance> part) => [.. part.Select(utterance => (utterance, standardizer.Transform(utterance.Audio)))];
        var probe = new NaiveBayes(Rows(split.Train));
        var test = Rows([.. split.Validation, .. split.Test]);

        Assert.Null(corpus.Vectors);
        Assert.InRange(probe.Accuracy(test, text: true, audio: false), 0.4, 0.6);
        Assert.InRange(probe.Accuracy(test, text: false, audio: true), 0.4, 0.6);
        Assert.InRange(probe.Accuracy(test, text: true, audio: true), 0.85, 0.99);
    }

    [Fact]
    public void Never_overwrites_a_corpus_that_is_not_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Write("audio8.npy", "precious");

        var error = Assert.Throws<ArgumentException>(() => SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions()));

        Assert.Contains("audio8.npy", error.Message);
        Assert.Equal("precious", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Root))));
    }

    [Fact]
    public void Writes_over_its_own()
    {
        using var folder = new TemporaryFolder();
        SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions());
        SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions { DialogsPerSession = 2, UtterancesPerClass = 1 });

        Assert.Equal(40, IemocapCorpus.Load(folder.Root).Utterances.Count);
    }
}
