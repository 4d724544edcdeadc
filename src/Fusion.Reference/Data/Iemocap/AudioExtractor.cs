using System.Collections.Concurrent;
using Fusion.Reference.Audio;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Measures utterances file by file. Holds buffers: one instance for each thread, which share the resamplers.</summary>
/// <param name="resamplers">Resamplers made so far, by the rates from and to.</param>
/// <param name="frames">Whether cepstral frames are wanted.</param>
internal sealed class AudioExtractor(ConcurrentDictionary<(int From, int To), Resampler> resamplers, bool frames)
{
    // Beyond these a file is not a recording of speech, and its resampler would be huge.
    private const int LeastRate = 4_000;
    private const int MostRate = 192_000;

    private readonly SpeechFeatures _features = new();
    private readonly MfccFrames _frames = new();

    /// <summary>Measures utterances that are heard in one file.</summary>
    public IEnumerable<(string Id, UtteranceAudio Audio)> Measure(string file, IEnumerable<ReleaseUtterance> utterances)
    {
        var content = WavFile.Read(file);
        var rate = content.Header.Rate;
        if (rate is < LeastRate or > MostRate)
            throw new DataFormatException(file, null, $"expected a sample rate from {LeastRate} to {MostRate}, found {rate}");
        var signal = content.ToMono();
        if (Array.FindIndex(signal, value => !float.IsFinite(value)) is var wrong and >= 0)
            throw new DataFormatException(file, null, $"expected finite samples, found {signal[wrong]} in frame {wrong}");
        var forFeatures = Resample(signal, rate, SpeechFeatures.Rate);
        var forFrames = frames ? Resample(signal, rate, MfccFrames.Rate) : [];
        foreach (var utterance in utterances)
        {
            var source = utterance.Audio!;
            yield return (utterance.Id, new UtteranceAudio(
                _features.Of(source.Cut(forFeatures, SpeechFeatures.Rate)),
                frames ? _frames.Of(source.Cut(forFrames, MfccFrames.Rate)) : null));
        }
    }

    private float[] Resample(float[] signal, int from, int to) =>
        resamplers.GetOrAdd((from, to), rates => new Resampler(rates.From, rates.To)).Of(signal);
}
