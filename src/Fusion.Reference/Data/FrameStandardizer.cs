namespace Fusion.Reference.Data;

/// <summary>Brings each column of the cepstral frames to mean 0 and standard deviation 1 over all frames of the training utterances.</summary>
internal sealed class FrameStandardizer
{
    private readonly double[] _means;
    private readonly double[] _scales;

    /// <param name="means">What is taken off each column.</param>
    /// <param name="scales">What the rest is multiplied by; as many, 0 for a constant column.</param>
    public FrameStandardizer(double[] means, double[] scales)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scales.Length, means.Length, nameof(scales));
        (_means, _scales) = (means, scales);
    }

    /// <summary>Columns of a frame.</summary>
    public int Width => _means.Length;

    /// <summary>What is taken off each column.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>What the rest is multiplied by; 0 for a constant column.</summary>
    public IReadOnlyList<double> Scales => _scales;

    /// <summary>Fits to the frames of training utterances.</summary>
    /// <param name="utterances">Row-major (T, width) each; they are gone through twice and not kept, so they may be read as they are asked for.</param>
    /// <param name="width">Columns of a frame.</param>
    public static FrameStandardizer Fit(IEnumerable<float[]> utterances, int width)
    {
        var means = Averages(value => value, new double[width]);
        var deviations = Averages(value => value * value, means).Select(Math.Sqrt);
        // A constant column says nothing: it becomes zeros.
        return new(means, [.. deviations.Zip(means, (deviation, mean) => deviation <= 1e-9 * Math.Abs(mean) ? 0 : 1 / deviation)]);

        double[] Averages(Func<double, double> of, double[] centre)
        {
            var sums = new double[width];
            var rows = 0L;
            foreach (var frames in utterances)
            {
                rows += frames.Length / width;
                for (var index = 0; index < frames.Length; index++)
                    sums[index % width] += of(frames[index] - centre[index % width]);
            }

            ArgumentOutOfRangeException.ThrowIfZero(rows, nameof(utterances));
            return [.. sums.Select(sum => sum / rows)];
        }
    }

    /// <summary>Writes the transformed frames of one utterance; those given are left as they are.</summary>
    public void Transform(ReadOnlySpan<float> frames, Span<float> target)
    {
        for (var index = 0; index < frames.Length; index++)
            target[index] = (float)((frames[index] - _means[index % Width]) * _scales[index % Width]);
    }
}
