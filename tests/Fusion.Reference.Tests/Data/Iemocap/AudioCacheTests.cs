using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public sealed class AudioCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tree;
    private readonly string _cache;

    public AudioCacheTests()
    {
        _tree = _folder["corpus"];
        _cache = Path.Combine(_folder["new"], "folder", "audio.bin");
        SmallRelease.Write(_tree);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_second_time_nothing_is_measured(bool frames)
    {
        var (first, told) = Load(frames);
        Assert.Contains(told.Lines, line => line.StartsWith("4 utterances measured", StringComparison.Ordinal));
        Assert.Equal((1, 4), (told.Started, told.Reported));

        var (second, silent) = Load(frames);

        Assert.Empty(silent.Lines);
        Assert.Equal(0, silent.Started);
        Same(first, second);
        Assert.Equal(frames, second.Utterances[0].Frames is not null);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_cache)!));
    }

    [Fact]
    public void Frames_are_measured_where_the_cache_lacks_them_and_left_out_where_they_are_not_wanted()
    {
        Load(frames: false);
        Assert.Contains("expected frames in it, found none", Load(frames: true).Told.Lines[0]);

        var (corpus, told) = Load(frames: false);

        Assert.Empty(told.Lines);
        Assert.Null(corpus.Utterances[0].Frames);
    }

    [Fact]
    public void A_changed_recording_is_measured_again()
    {
        var first = Load(false).Corpus;
        File.SetLastWriteTimeUtc(SmallRelease.Recording(_tree, 1, SmallRelease.First), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var (second, told) = Load(false);

        Assert.Equal($"{_cache}: expected the recordings it was made of, found changed ones; the audio is measured again", told.Lines[0]);
        Same(first, second);
    }

    [Fact]
    public void So_are_other_times()
    {
        Load(false);
        File.WriteAllText(SmallRelease.Labels(_tree, 2, SmallRelease.Second), SmallRelease.SecondLabels.Replace("0.6000", "0.7000", StringComparison.Ordinal));

        Assert.Contains("found changed ones", Load(false).Told.Lines[0]);
    }

    [Fact]
    public void A_damaged_cache_is_never_believed()
    {
        var first = Load(true).Corpus;
        var good = File.ReadAllBytes(_cache);
        foreach (var position in Enumerable.Range(0, 40).Select(step => step * (good.Length - 1) / 39))
        {
            byte[] changed = [.. good];
            changed[position] ^= 1;
            Refused(changed);
            Refused(good[..position]);
        }

        File.WriteAllText(_cache, "nonsense");
        var (second, told) = Load(true);

        Assert.Equal($"{_cache}: expected an intact audio cache, found a damaged file; the audio is measured again", told.Lines[0]);
        Same(first, second);
        Assert.Equal(good, File.ReadAllBytes(_cache));
    }

    private void Refused(byte[] content)
    {
        File.WriteAllBytes(_cache, content);
        Assert.Null(AudioCache.TryRead(_cache, "any", frames: false, out var reason));
        Assert.Equal("expected an intact audio cache, found a damaged file", reason);
    }

    private static void Same(IemocapCorpus first, IemocapCorpus second)
    {
        Assert.Equal(first.Utterances.Select(item => item.Id), second.Utterances.Select(item => item.Id));
        Assert.All(first.Utterances.Zip(second.Utterances), pair =>
        {
            Assert.Equal(pair.First.Audio, pair.Second.Audio);
            Assert.Equal(pair.First.Frames, pair.Second.Frames);
        });
    }

    private (IemocapCorpus Corpus, Listener Told) Load(bool frames)
    {
        var told = new Listener();
        return (IemocapCorpus.Load(_tree, new IemocapLoading { Cache = _cache, Frames = frames, Progress = told }), told);
    }

    private sealed class Listener : IProgressReporter
    {
        public List<string> Lines { get; } = [];

        public int Started { get; private set; }

        public int Reported { get; private set; }

        public void Start(string title, int totalUnits) => Started++;

        public void Report(int doneUnits, string status) => Reported = Math.Max(Reported, doneUnits);

        public void Line(string message) => Lines.Add(message);

        public void Done()
        {
        }
    }
}
