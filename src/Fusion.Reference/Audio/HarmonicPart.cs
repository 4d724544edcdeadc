namespace Fusion.Reference.Audio;

/// <summary>
/// The harmonic part of a signal by median filtering of its spectrogram (Fitzgerald, 2010): a median along time keeps what lasts (H), a median along
/// frequency keeps what is sudden (P), and each bin is scaled by H^2 / (H^2 + P^2). Holds buffers: one instance for each thread.
/// </summary>
internal sealed class HarmonicPart
{
    private const int FrameSize = 2048;
    private const int Hop = 512;
    private const int Window = 31;

    private readonly ShortTimeFourier _fourier = new(FrameSize, Hop);

    /// <summary>The harmonic part, as long as the signal.</summary>
    public float[] Of(ReadOnlySpan<float> signal)
    {
        var spectrogram = _fourier.Transform(signal);
        Mask(spectrogram);
        return _fourier.Inverse(spectrogram, signal.Length);
    }

    private static void Mask(Spectrogram spectrogram)
    {
        var (frames, bins) = (spectrogram.Frames, spectrogram.Bins);
        var magnitudes = spectrogram.Magnitudes();
        var lasting = SlidingMedian.DownColumns(magnitudes, frames, bins, Window);
        var sudden = Transpose(SlidingMedian.DownColumns(Transpose(magnitudes, frames, bins), bins, frames, Window), bins, frames);
        for (var index = 0; index < magnitudes.Length; index++)
        {
            var share = Share(lasting[index], sudden[index]);
            spectrogram.Real[index] *= share;
            spectrogram.Imaginary[index] *= share;
        }
    }

    // In double: squares of faint magnitudes vanish in float. Where both medians are 0 neither part has a claim, so each gets half.
    private static float Share(double lasting, double sudden) =>
        lasting + sudden > 0 ? (float)(lasting * lasting / (lasting * lasting + sudden * sudden)) : 0.5f;

    // In tiles, so that the rows read and the rows written both stay in the cache.
    private static float[] Transpose(float[] matrix, int rows, int columns)
    {
        const int tile = 16;
        var transposed = new float[matrix.Length];
        for (var top = 0; top < rows; top += tile)
            for (var left = 0; left < columns; left += tile)
                for (var row = top; row < Math.Min(top + tile, rows); row++)
                    for (var column = left; column < Math.Min(left + tile, columns); column++)
                        transposed[column * rows + row] = matrix[row * columns + column];
        return transposed;
    }
}
