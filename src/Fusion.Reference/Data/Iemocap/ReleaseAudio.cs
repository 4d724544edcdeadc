using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Fusion.Reference.Audio;
using Fusion.Reference.Training;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Measures the usable utterances of a release, several recordings at once, or takes what an earlier run measured.</summary>
internal static class ReleaseAudio
{
    /// <summary>What was measured, by the utterance's name.</summary>
    public static IReadOnlyDictionary<string, UtteranceAudio> Of(IReadOnlyList<ReleaseUtterance> utterances, IemocapLoading loading)
    {
        if (loading.Cache is null)
            return Measure(utterances, loading);
        var fingerprint = AudioFingerprint.OfFiles(utterances);
        if (AudioCache.TryRead(loading.Cache, fingerprint, loading.Frames, out var reason) is { } kept)
            return kept;
        if (reason is not null)
            loading.Progress?.Line($"{loading.Cache}: {reason}; the audio is measured again");
        var measured = Measure(utterances, loading);
        AudioCache.Write(loading.Cache, fingerprint, loading.Frames, measured);
        return measured;
    }

    private static ConcurrentDictionary<string, UtteranceAudio> Measure(IReadOnlyList<ReleaseUtterance> utterances, IemocapLoading loading)
    {
        var measured = new ConcurrentDictionary<string, UtteranceAudio>(StringComparer.Ordinal);
        var resamplers = new ConcurrentDictionary<(int, int), Resampler>();
        var counter = new Counter(loading.Progress, utterances.Count);
        // The long ones first, so that no core is left alone with one at the end.
        var files = utterances.GroupBy(utterance => utterance.Audio!.File).OrderByDescending(file => file.Sum(utterance => utterance.End - utterance.Start));
        var options = new ParallelOptions { CancellationToken = loading.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.ForEach(
                Partitioner.Create(files, EnumerablePartitionerOptions.NoBuffering),
                options,
                () => new AudioExtractor(resamplers, loading.Frames),
                (file, _, extractor) =>
                {
                    foreach (var (utterance, (id, audio)) in file.Zip(extractor.Measure(file.Key, file)))
                    {
                        options.CancellationToken.ThrowIfCancellationRequested();
                        measured[id] = audio;
                        counter.Add(utterance);
                    }

                    return extractor;
                },
                _ => { });
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<DataFormatException>().MinBy(error => error.File, StringComparer.Ordinal) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        counter.Done();
        return measured;
    }

    /// <summary>Counts over several threads what is done, and passes it on one at a time.</summary>
    private sealed class Counter
    {
        private readonly IProgressReporter? _progress;
        private readonly int _total;
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly Lock _lock = new();
        private int _done;
        private double _seconds;

        public Counter(IProgressReporter? progress, int total)
        {
            _progress = progress;
            _total = total;
            progress?.Start("measuring the recordings", total);
        }

        public void Add(ReleaseUtterance utterance)
        {
            lock (_lock)
            {
                _done++;
                _seconds += utterance.End - utterance.Start;
                _progress?.Report(_done, Status());
            }
        }

        public void Done()
        {
            _progress?.Done();
            _progress?.Line(string.Create(CultureInfo.InvariantCulture, $"{_total} utterances measured, {Status()}"));
        }

        private string Status() =>
            string.Create(CultureInfo.InvariantCulture, $"{_seconds:0} s of audio, {_seconds / _clock.Elapsed.TotalSeconds:0} s in a second");
    }
}
