namespace Fusion.Reference.Data.Formats;

/// <summary>Mean and deviation of each column over the speech of one speaker or video, from Kaldi's sums: (2, D + 1), the last column of row 0 counts the frames.</summary>
internal sealed class KaldiCmvn
{
    // Kaldi's floor: a constant column has no deviation to divide by.
    private const double LeastVariance = 1e-20;
    private readonly string _file;
    private readonly double[] _means;
    private readonly double[] _scales;

    private KaldiCmvn(string file, double[] means, double[] scales) => (_file, _means, _scales) = (file, means, scales);

    public int Width => _means.Length;

    /// <summary>Computes them from the sums and the sums of squares.</summary>
    public static KaldiCmvn From(ArrayContent sums)
    {
        var values = sums.Expect(2, -1).ToDouble();
        var width = (values.Length / 2) - 1;
        var count = width >= 1 ? values[width] : 0;
        if (!(count > 0))
            throw new DataFormatException(sums.File, null, $"expected sums over at least one frame, found {(width < 1 ? "no column" : $"a count of {count}")}");
        var means = new double[width];
        var scales = new double[width];
        for (var column = 0; column < width; column++)
        {
            means[column] = values[column] / count;
            var variance = (values[width + 1 + column] / count) - (means[column] * means[column]);
            scales[column] = 1 / Math.Sqrt(Math.Max(variance, LeastVariance));
        }

        return new KaldiCmvn(sums.File, means, scales);
    }

    /// <summary>Checks that it is of frames of a width.</summary>
    /// <returns>This normalisation.</returns>
    public KaldiCmvn Expect(int width) => Width == width ? this
        : throw new DataFormatException(_file, null, $"expected sums of {width} columns, as many as the frames have, and a count, found {Width} columns");

    /// <summary>Brings frames (T, D), in place, to mean 0 and deviation 1 as over all the speech that was summed.</summary>
    public void Apply(Span<float> frames)
    {
        for (var index = 0; index < frames.Length; index++)
        {
            var column = index % _means.Length;
            frames[index] = (float)((frames[index] - _means[column]) * _scales[column]);
        }
    }
}
