using System.Numerics;

namespace Fusion.Reference.Audio;

/// <summary>
/// Figures of the raw autocorrelation a[k] = sum y[i] y[i+k] over the lags 0 to n-1, without the lags themselves. Over all lags, negative ones included,
/// a[k] adds up to (sum y)^2, and a[k]^2 to the mean of |Y|^4 over the spectrum of y padded with zeros to at least 2n-1 samples; a is even in k.
/// Holds buffers: one instance for each thread.
/// </summary>
internal sealed class AutoCorrelation
{
    private readonly Dictionary<int, RealFft> _transforms = [];

    /// <summary>Measures a signal.</summary>
    /// <returns>The largest value, which is that of lag 0, and the population standard deviation over the lags.</returns>
    public (double Largest, double Deviation) Of(ReadOnlySpan<double> signal)
    {
        var (sum, energy) = (0.0, 0.0);
        foreach (var value in signal)
        {
            sum += value;
            energy += value * value;
        }

        var mean = (sum * sum + energy) / 2 / signal.Length;
        var meanSquare = (SumOfSquares(signal) + energy * energy) / 2 / signal.Length;
        return (energy, Math.Sqrt(Math.Max(0, meanSquare - mean * mean)));
    }

    private double SumOfSquares(ReadOnlySpan<double> signal)
    {
        var transform = Transform(Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * signal.Length - 1))));
        var real = new double[transform.Bins];
        var imaginary = new double[transform.Bins];
        transform.Forward(signal, real, imaginary);
        var sum = 0.0;
        for (var bin = 0; bin < transform.Bins; bin++)
        {
            var power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            // All but the first and the last bin stand for their mirror image too.
            sum += (bin == 0 || bin == transform.Bins - 1 ? 1 : 2) * power * power;
        }

        return sum / transform.Size;
    }

    private RealFft Transform(int size)
    {
        if (!_transforms.TryGetValue(size, out var transform))
            _transforms.Add(size, transform = new RealFft(size));
        return transform;
    }
}
