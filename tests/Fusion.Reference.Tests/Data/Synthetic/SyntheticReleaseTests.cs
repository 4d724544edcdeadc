using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Synthetic;
using Xunit;

namespace Fusion.Reference.Tests.Data.Synthetic;

public class SyntheticReleaseTests
{
    private static readonly SyntheticIemocapOptions Small = new() { Seed = 5, Sessions = 2, DialogsPerSession = 2, UtterancesPerClass = 1, Vectors = false };

    [Fact]
    public void Comes_back_through_the_real_loader()
    {
        using var folder = new TemporaryFolder();
        SyntheticRelease.Write(folder.Root, Small);
        var written = SyntheticScript.Draw(Small);

        var release = IemocapRelease.Read(IemocapRelease.Find(folder.Root)!);
        var corpus = IemocapCorpus.Load(folder.Root);

        Assert.Empty(release.Problems);
        Assert.Equal(
            written.Select(item => (item.Id, item.Session, item.Dialog, item.Emotion, item.Start, item.End, string.Join(' ', item.Words))).Order(),
            release.Utterances.Select(item => (item.Id, item.Session, item.Dialog, item.Emotion, item.Start, item.End, string.Join(' ', item.Tokens))).Order());
        Assert.True(corpus.Synthetic);
        Assert.Equal(16, corpus.Utterances.Count);
        // The fifth utterance of a dialogue has another emotion, but is there to be passed over.
        Assert.Equal(20, release.Utterances.Count);
        var levels = written.ToDictionary(item => item.Id, item => item.Level);
        Assert.All(corpus.Utterances, item => Assert.Equal(1, item.Audio[0] / levels[item.Id], 0.05));
    }

    [Fact]
    public void A_sentence_is_what_the_dialogue_holds_between_its_times()
    {
        using var folder = new TemporaryFolder();
        SyntheticRelease.Write(folder.Root, Small);
        var utterance = SyntheticScript.Draw(Small)[3];
        var session = folder[$"IEMOCAP_full_release/Session{utterance.Session}"];
        var dialog = WavFile.Read(Path.Combine(session, "dialog", "wav", $"{utterance.Dialog}.wav"));
        var sentence = WavFile.Read(Path.Combine(session, "sentences", "wav", utterance.Dialog, $"{utterance.Id}.wav"));

        Assert.Equal((WavEncoding.PCM_16, 1, 16_000), (dialog.Header.Encoding, dialog.Header.Channels, dialog.Header.Rate));
        Assert.Equal(sentence.Samples, new AudioSource("", utterance.Start, utterance.End).Cut(dialog.Samples, 16_000).ToArray());
        Assert.InRange(sentence.Header.Seconds, 0.6, 1.21);
    }

    [Fact]
    public void The_seed_decides_every_byte_and_what_is_there_stays_untouched()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        SyntheticRelease.Write(first.Root, Small);
        SyntheticRelease.Write(second.Root, Small);
        var past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in Files(first))
            File.SetLastWriteTimeUtc(first[file], past);
        var torn = Files(first).First(file => file.EndsWith(".wav", StringComparison.Ordinal));
        File.WriteAllText(first[torn], "torn");

        SyntheticRelease.Write(first.Root, Small);

        Assert.Equal(Files(first), Files(second));
        Assert.All(Files(first), file => Assert.Equal(File.ReadAllBytes(first[file]), File.ReadAllBytes(second[file])));
        Assert.All(Files(first).Where(file => file != torn && file != "SYNTHETIC.json"), file => Assert.Equal(past, File.GetLastWriteTimeUtc(first[file])));
    }

    [Fact]
    public void Takes_the_place_of_what_was_generated_before_in_whatever_layout()
    {
        using var folder = new TemporaryFolder();
        SyntheticIemocap.Write(folder.Root, new SyntheticIemocapOptions());
        SyntheticRelease.Write(folder.Root, Small with { Sessions = 3 });
        SyntheticRelease.Write(folder.Root, Small);

        Assert.Equal(["IEMOCAP_full_release"], Directory.GetDirectories(folder.Root).Select(Path.GetFileName));
        Assert.Equal(["SYNTHETIC.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
        Assert.Equal([1, 2], IemocapCorpus.Load(folder.Root).Utterances.Select(item => item.Session).Distinct());
        Assert.Equal("release", (string)JsonNode.Parse(File.ReadAllText(folder["SYNTHETIC.json"]))!["layout"]!);
    }

    [Fact]
    public void Never_touches_a_release_that_is_not_its_own()
    {
        using var folder = new TemporaryFolder();
        SmallReleaseIn(folder);
        var before = Files(folder);

        var error = Assert.Throws<ArgumentException>(() => SyntheticRelease.Write(folder.Root, Small));

        Assert.Contains("IEMOCAP_full_release, which was not generated here", error.Message);
        Assert.Equal(before, Files(folder));
    }

    [Fact]
    public void Only_text_and_audio_together_tell_the_class()
    {
        using var folder = new TemporaryFolder();
        SyntheticRelease.Write(folder.Root, new SyntheticIemocapOptions { Seed = 2, Vectors = false });
        var split = SessionSplit.Of(IemocapCorpus.Load(folder.Root).Utterances);
        var standardizer = Standardizer.Fit([.. split.Train.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);
        List<(IemocapUtterance, float[])> Rows(IReadOnlyList<IemocapUtterance> part) => [.. part.Select(utterance => (utterance, standardizer.Transform(utterance.Audio)))];
        var probe = new NaiveBayes(Rows(split.Train));
        var test = Rows([.. split.Validation, .. split.Test]);

        Assert.InRange(probe.Accuracy(test, text: true, audio: false), 0.4, 0.6);
        Assert.InRange(probe.Accuracy(test, text: false, audio: true), 0.4, 0.6);
        Assert.InRange(probe.Accuracy(test, text: true, audio: true), 0.85, 0.99);
    }

    private static void SmallReleaseIn(TemporaryFolder folder) => Fusion.Reference.Tests.Data.Iemocap.SmallRelease.Write(folder["IEMOCAP_full_release"]);

    private static string[] Files(TemporaryFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Root, file)).Order(StringComparer.Ordinal)];
}
