using System.Numerics;

namespace Fusion.Reference.Audio;

/// <summary>
/// Changes the sample rate by a windowed sinc: y(t) = sum x[i] h(t - i), where h is a sinc that cuts off just below the lower of the two half rates,
/// under a Kaiser window. One row of taps for each of the positions that an output sample can have between two input samples; rows add up to 1.
/// Safe from several threads.
/// </summary>
internal sealed class Resampler
{
    private const int ZeroCrossings = 64;
    private const double Rolloff = 0.945;
    private const double KaiserBeta = 12;

    private readonly int _up;
    private readonly int _down;
    private readonly int _reach;
    private readonly float[] _taps;

    /// <summary>Prepares the taps.</summary>
    /// <param name="from">Samples in a second of the input.</param>
    /// <param name="to">Samples in a second of the output.</param>
    public Resampler(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        (_up, _down) = (to / divisor, from / divisor);
        var lower = Math.Min(1.0, (double)to / from);
        _reach = (int)Math.Ceiling(ZeroCrossings / lower);
        _taps = _up == _down ? [] : Taps(Rolloff * lower);
    }

    /// <summary>Resamples a signal: n samples become ceil(n * to / from), the first at the same time.</summary>
    public float[] Of(float[] signal)
    {
        if (_up == _down)
            return signal;
        var padded = new float[signal.Length + 2 * _reach];
        signal.CopyTo(padded, _reach);
        var width = 2 * _reach;
        var output = new float[(int)(((long)signal.Length * _up + _down - 1) / _down)];
        for (var index = 0; index < output.Length; index++)
        {
            var (whole, phase) = Math.DivRem((long)index * _down, _up);
            output[index] = Dot(padded.AsSpan((int)whole + 1, width), _taps.AsSpan((int)phase * width, width));
        }

        return output;
    }

    // Row p, column j weighs the input sample j + 1 - reach after the one at or before the output, which lies p / up samples later.
    private float[] Taps(double cutoff)
    {
        var width = 2 * _reach;
        var taps = new float[_up * width];
        var row = new double[width];
        for (var phase = 0; phase < _up; phase++)
        {
            for (var column = 0; column < width; column++)
                row[column] = Kernel(column + 1 - _reach - (double)phase / _up, cutoff);
            var sum = row.Sum();
            for (var column = 0; column < width; column++)
                taps[phase * width + column] = (float)(row[column] / sum);
        }

        return taps;
    }

    private double Kernel(double distance, double cutoff)
    {
        var share = distance / _reach;
        var angle = Math.PI * cutoff * distance;
        return Math.Abs(share) >= 1 ? 0 : (angle == 0 ? 1 : Math.Sin(angle) / angle) * Bessel(KaiserBeta * Math.Sqrt(1 - share * share));
    }

    // The modified Bessel function of the first kind and order 0, by its power series.
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var order = 1; term > 1e-17 * sum; order++)
        {
            term *= x / (2 * order) * (x / (2 * order));
            sum += term;
        }

        return sum;
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lanes = Vector<float>.Zero;
        var index = 0;
        for (; index + Vector<float>.Count <= left.Length; index += Vector<float>.Count)
            lanes += new Vector<float>(left[index..]) * new Vector<float>(right[index..]);
        var sum = Vector.Sum(lanes);
        for (; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }
}
