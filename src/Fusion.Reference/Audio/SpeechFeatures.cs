namespace Fusion.Reference.Audio;

/// <summary>
/// The eight features of an utterance, in the order of <see cref="Data.Iemocap.IemocapCorpus.AudioColumns"/>. The formulas are in docs/datasets.md.
/// Holds buffers: one instance for each thread.
/// </summary>
internal sealed class SpeechFeatures
{
    /// <summary>Samples in a second that the features are defined for.</summary>
    public const int Rate = 44_100;

    private const int FrameSize = 2048;
    private const int Hop = 512;

    // Keeps the root of a silent frame off 0.
    private const double Offset = 1e-4;

    private const double SilenceShare = 0.4;
    private const double ClippingShare = 0.45;
    private const double Scale = 1000;

    private readonly HarmonicPart _harmonic = new();
    private readonly AutoCorrelation _correlation = new();

    /// <summary>Measures an utterance.</summary>
    /// <param name="signal">One channel at <see cref="Rate"/> samples a second, values in [-1, 1]; at least one.</param>
    public float[] Of(ReadOnlySpan<float> signal)
    {
        var (magnitude, deviation) = Level(signal);
        var roots = Roots(signal);
        var (rootMean, rootDeviation) = MeanAndDeviation(roots);
        var silence = roots.Count(root => root <= SilenceShare * rootMean) / (double)roots.Length;
        var harmonic = Mean(_harmonic.Of(signal));
        var (largest, correlationDeviation) = _correlation.Of(Clip(signal, ClippingShare * magnitude));
        return
        [
            (float)magnitude, (float)deviation, (float)rootMean, (float)rootDeviation, (float)silence,
            (float)(Scale * harmonic), (float)(Scale * largest / signal.Length), (float)correlationDeviation,
        ];
    }

    /// <summary>Centre clipping: what lies within the threshold becomes 0, the rest moves towards 0 by it.</summary>
    internal static double[] Clip(ReadOnlySpan<float> signal, double threshold)
    {
        var clipped = new double[signal.Length];
        for (var index = 0; index < signal.Length; index++)
        {
            double value = signal[index];
            clipped[index] = value >= threshold ? value - threshold : value <= -threshold ? value + threshold : 0;
        }

        return clipped;
    }

    /// <summary>The root of the mean of (y + 0.0001)^2 in each centred frame.</summary>
    internal static double[] Roots(ReadOnlySpan<float> signal)
    {
        var padded = CentredFrames.Pad(signal, FrameSize / 2);
        var sums = new double[padded.Length + 1];
        for (var index = 0; index < padded.Length; index++)
            sums[index + 1] = sums[index] + (padded[index] + Offset) * (padded[index] + Offset);
        var roots = new double[CentredFrames.Count(signal.Length, Hop)];
        for (var frame = 0; frame < roots.Length; frame++)
            roots[frame] = Math.Sqrt(Math.Max(0, sums[frame * Hop + FrameSize] - sums[frame * Hop]) / FrameSize);
        return roots;
    }

    private static (double Magnitude, double Deviation) Level(ReadOnlySpan<float> signal)
    {
        var (sum, magnitude, squares) = (0.0, 0.0, 0.0);
        foreach (double value in signal)
        {
            sum += value;
            magnitude += Math.Abs(value);
            squares += value * value;
        }

        var mean = sum / signal.Length;
        return (magnitude / signal.Length, Math.Sqrt(Math.Max(0, squares / signal.Length - mean * mean)));
    }

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private static double Mean(float[] values)
    {
        var sum = 0.0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
