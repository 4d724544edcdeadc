namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Invented frames of speech (T, 43): each word has a spectrum of its own in the first 40 columns, and the pitch, column 41, lies high or low by the sense
/// that is meant. A video has a loudness and a voice of its own, which add to its frames.
/// </summary>
internal sealed class SyntheticSpeech(SeededRandom random)
{
    /// <summary>Numbers in a frame.</summary>
    public const int Width = 43;

    private const int Bands = 40;
    private const int Voicing = 40;
    private const int Pitch = 41;
    private readonly Dictionary<string, float[]> _spectra = new(StringComparer.Ordinal);

    /// <summary>Draws what a video adds to each of its frames.</summary>
    public float[] Voice()
    {
        var loudness = 8 + random.Normal();
        return [.. Enumerable.Range(0, Width).Select(column => (float)(column < Bands ? loudness + (0.3 * random.Normal()) : column == Pitch ? 0.2 * random.Normal() : 0))];
    }

    /// <summary>Speaks a sentence.</summary>
    /// <param name="words">Its words; a full stop is a pause.</param>
    /// <param name="sense">The sense that the pitch tells, 0 or 1.</param>
    /// <param name="voice">What the video adds.</param>
    /// <returns>Frames in row-major order, four to seven for each word.</returns>
    public float[] Speak(IReadOnlyList<string> words, int sense, float[] voice)
    {
        var frames = new List<float>();
        foreach (var word in words)
        {
            var spectrum = Spectrum(word);
            for (var count = 4 + random.Below(4); count > 0; count--)
                for (var column = 0; column < Width; column++)
                    frames.Add(voice[column] + (float)(column switch
                    {
                        < Bands => spectrum[column] + (0.5 * random.Normal()),
                        Voicing => 0.5 + (0.1 * random.Normal()),
                        Pitch => (sense == 0 ? -1 : 1) + (0.5 * random.Normal()),
                        _ => 0.1 * random.Normal(),
                    }));
        }

        return [.. frames];
    }

    /// <summary>The sums (2, D + 1) that Kaldi keeps of a video's frames, for their mean and deviation.</summary>
    public static double[] Sums(IEnumerable<float[]> segments)
    {
        var sums = new double[2 * (Width + 1)];
        foreach (var segment in segments)
            for (var index = 0; index < segment.Length; index++)
            {
                sums[index % Width] += segment[index];
                sums[Width + 1 + (index % Width)] += (double)segment[index] * segment[index];
                sums[Width] += index % Width == 0 ? 1 : 0;
            }

        return sums;
    }

    private float[] Spectrum(string word)
    {
        if (!_spectra.TryGetValue(word, out var spectrum))
            _spectra.Add(word, spectrum = [.. Enumerable.Range(0, Bands).Select(_ => (float)(word == "." ? -2 : random.Normal()))]);
        return spectrum;
    }
}
