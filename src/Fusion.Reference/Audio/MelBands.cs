namespace Fusion.Reference.Audio;

/// <summary>
/// Triangular bands, equally wide and half overlapping on the mel scale m(f) = 2595 log10(1 + f / 700), with slopes that are straight on that scale.
/// </summary>
internal sealed class MelBands
{
    // For each band the first frequency with a weight, and the weights from there on.
    private readonly (int First, double[] Weights)[] _bands;

    /// <summary>Makes the bands.</summary>
    /// <param name="count">Number of bands.</param>
    /// <param name="fftSize">Length of the transform whose powers are weighted.</param>
    /// <param name="rate">Samples in a second.</param>
    /// <param name="highest">Upper end of the last band in Hz; the first band begins at 0.</param>
    public MelBands(int count, int fftSize, int rate, double highest)
    {
        var step = Mel(highest) / (count + 1);
        double[] mels = [.. Enumerable.Range(0, fftSize / 2 + 1).Select(bin => Mel((double)bin * rate / fftSize))];
        _bands = [.. Enumerable.Range(1, count).Select(band => Band(mels, band * step, step))];
    }

    /// <summary>The weighted sum of the powers in each band.</summary>
    public double[] Sums(ReadOnlySpan<double> powers)
    {
        var sums = new double[_bands.Length];
        for (var band = 0; band < sums.Length; band++)
        {
            var (first, weights) = _bands[band];
            for (var index = 0; index < weights.Length; index++)
                sums[band] += weights[index] * powers[first + index];
        }

        return sums;
    }

    private static (int, double[]) Band(double[] mels, double centre, double halfWidth)
    {
        var first = Array.FindIndex(mels, mel => mel > centre - halfWidth);
        var inside = mels.Skip(first).TakeWhile(mel => mel < centre + halfWidth);
        return (first, [.. inside.Select(mel => 1 - Math.Abs(mel - centre) / halfWidth)]);
    }

    private static double Mel(double frequency) => 2595 * Math.Log10(1 + frequency / 700);
}
