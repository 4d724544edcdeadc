using Fusion.Reference.Audio;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Tests.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public sealed class IemocapCorpusReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tree;

    public IemocapCorpusReleaseTests()
    {
        _tree = _folder["corpus"];
        SmallRelease.Write(_tree);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16_000)]
    [InlineData(44_100)]
    public void Measures_each_utterance_between_its_times(int rate)
    {
        SmallRelease.Write(_tree, rate);

        var corpus = IemocapCorpus.Load(_tree);

        Assert.Equal(["Ses01F_impro01_F000", "Ses01F_impro01_F001", "Ses02M_script01_1_F000"], corpus.Utterances.Select(item => item.Id));
        Assert.Equal([(1, 0, 0), (1, 1, 1), (2, 2, 2)], corpus.Utterances.Select(item => (item.Session, item.Label, item.Label6)));
        Assert.Equal(["no", "never", "!"], corpus.Utterances[0].Tokens);
        // The mean magnitude of a sine is 2 / pi of its amplitude, a tenth of the mean time.
        Assert.Equal([0.0477f, 0.1432f, 0.0223f], corpus.Utterances.Select(item => MathF.Round(item.Audio[0], 4)));
        Assert.All(corpus.Utterances, item => Assert.Null(item.Frames));
        // The frustrated one has a class in this scheme alone, and is measured for it.
        Assert.Equal([(0, 0.0477f), (2, 0.0796f), (1, 0.1432f), (2, 0.0223f)], corpus.In(ClassScheme.Ser6).Select(item => (item.Label, MathF.Round(item.Audio[0], 4))));
        Assert.False(corpus.Synthetic);
    }

    [Fact]
    public void Measures_what_the_sentence_holds_where_there_is_no_dialogue()
    {
        var whole = IemocapCorpus.Load(_tree).Utterances[0];
        File.Delete(SmallRelease.Recording(_tree, 1, SmallRelease.First));
        var tone = SmallRelease.Tone(48_000, 16_000);
        WavFile.Write(SmallRelease.Sentence(_tree, 1, SmallRelease.First, whole.Id), tone.AsSpan(8_000, 8_001), 16_000);

        var cut = IemocapCorpus.Load(_tree).Utterances[0];

        Assert.Equal(whole.Id, cut.Id);
        // Up to the ringing of the resampler at the edges of the sentence.
        Assert.All(new[] { 0, 1, 2, 6 }.Select(column => cut.Audio[column] / whole.Audio[column]), ratio => Assert.Equal(1, ratio, 0.01));
    }

    [Fact]
    public void Brings_frames_along_where_asked()
    {
        var utterance = IemocapCorpus.Load(_tree, new IemocapLoading { Frames = true }).Utterances[0];
        var recording = WavFile.Read(SmallRelease.Recording(_tree, 1, SmallRelease.First)).Samples;

        // Half a second, the sample at its end included.
        Assert.Equal(48 * MfccFrames.Width, utterance.Frames!.Length);
        Assert.Equal(new MfccFrames().Of(recording.AsSpan(8_000, 8_001)), utterance.Frames);
    }

    [Fact]
    public void Mixes_channels_to_their_mean()
    {
        var mono = IemocapCorpus.Load(_tree).Utterances[2];
        var path = SmallRelease.Recording(_tree, 2, SmallRelease.Second);
        var bytes = File.ReadAllBytes(path)[44..];
        byte[] stereo = [.. bytes.Chunk(2).SelectMany(sample => new[] { sample[0], sample[1], (byte)0, (byte)0 })];
        File.WriteAllBytes(path, WavFileTests.File(stereo, channels: 2));

        Assert.Equal(mono.Audio[0] / 2, IemocapCorpus.Load(_tree).Utterances[2].Audio[0], 1e-7);
    }

    [Fact]
    public void Knows_the_same_corpus_again_and_a_changed_one_not()
    {
        var before = IemocapCorpus.Load(_tree).Fingerprint;
        using var copy = new TemporaryFolder();
        SmallRelease.Write(copy["IEMOCAP_full_release"]);

        Assert.StartsWith("sha256:", before);
        Assert.Equal(before, IemocapCorpus.Load(copy.Root).Fingerprint);
        File.WriteAllText(SmallRelease.Transcript(_tree, 2, SmallRelease.Second), SmallRelease.SecondTranscript.Replace("know", "knew"));
        Assert.NotEqual(before, IemocapCorpus.Load(_tree).Fingerprint);
    }

    [Fact]
    public void Names_both_layouts_where_a_folder_holds_neither_or_both()
    {
        using var empty = new TemporaryFolder();
        Assert.Equal(
            $"{empty.Root}: expected the release (folders Session1 ... Session5, or IEMOCAP_full_release with them) or the prepared files (iemocap.tsv, audio8.npy, label4.npy), found neither",
            Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(empty.Root)).Message);

        File.WriteAllText(Path.Combine(_tree, IemocapCorpus.TableFile), "");
        Assert.Contains("found both", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(_tree)).Message);
    }

    [Fact]
    public void Refuses_a_corpus_without_a_usable_utterance()
    {
        foreach (var (session, dialog) in new[] { (1, SmallRelease.First), (2, SmallRelease.Second) })
            File.Delete(SmallRelease.Recording(_tree, session, dialog));

        var error = Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(_tree));

        Assert.Contains("expected at least one utterance with a label, text and audio, found none; ", error.Message);
        Assert.Contains("which is missing or empty", error.Message);
    }

    [Theory]
    [InlineData(1_000, 0, "expected a sample rate from 4000 to 192000, found 1000")]
    [InlineData(16_000, 0x7fc00000, "expected finite samples, found NaN in frame 0")]
    public void Names_a_recording_that_cannot_be_measured(int rate, int sample, string message)
    {
        var path = SmallRelease.Recording(_tree, 2, SmallRelease.Second);
        byte[] data = [.. Enumerable.Repeat(BitConverter.GetBytes(sample), rate).SelectMany(bytes => bytes)];
        File.WriteAllBytes(path, WavFileTests.File(data, tag: 3, bits: 32, rate: rate));

        Assert.Equal($"{path}: {message}", Assert.Throws<DataFormatException>(() => IemocapCorpus.Load(_tree)).Message);
    }

    [Fact]
    public void Stops_where_asked() =>
        Assert.ThrowsAny<OperationCanceledException>(() => IemocapCorpus.Load(_tree, new IemocapLoading { Cancellation = new CancellationToken(canceled: true) }));
}
