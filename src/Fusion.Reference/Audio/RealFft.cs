using System.Numerics;
using System.Runtime.InteropServices;

namespace Fusion.Reference.Audio;

/// <summary>
/// Discrete Fourier transform of real signals whose length is a power of two: X[k] = sum x[n] exp(-2 pi i k n / size). Even samples become the real
/// parts and odd ones the imaginary parts of a complex transform of half the length. Holds buffers: one instance for each thread.
/// </summary>
internal sealed class RealFft
{
    private readonly int _half;
    private readonly double[] _cosine;
    private readonly double[] _sine;
    private double[] _real;
    private double[] _imaginary;
    private double[] _nextReal;
    private double[] _nextImaginary;

    public RealFft(int size)
    {
        if (size < 2 || !BitOperations.IsPow2(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "The length of a transform is a power of two, at least 2.");
        Size = size;
        _half = size / 2;
        _cosine = [.. Enumerable.Range(0, _half).Select(index => Math.Cos(2 * Math.PI * index / size))];
        _sine = [.. Enumerable.Range(0, _half).Select(index => -Math.Sin(2 * Math.PI * index / size))];
        _real = new double[_half];
        _imaginary = new double[_half];
        _nextReal = new double[_half];
        _nextImaginary = new double[_half];
    }

    public int Size { get; }

    /// <summary>Number of frequencies from 0 to half the sample rate, both included.</summary>
    public int Bins => _half + 1;

    /// <summary>Transforms a signal.</summary>
    /// <param name="signal">At most <see cref="Size"/> samples; zeros follow.</param>
    /// <param name="real">Real parts of the <see cref="Bins"/> frequencies.</param>
    /// <param name="imaginary">Their imaginary parts.</param>
    public void Forward(ReadOnlySpan<double> signal, Span<double> real, Span<double> imaginary)
    {
        for (var index = 0; index < _half; index++)
        {
            _real[index] = 2 * index < signal.Length ? signal[2 * index] : 0;
            _imaginary[index] = 2 * index + 1 < signal.Length ? signal[2 * index + 1] : 0;
        }

        TransformComplex();
        for (var bin = 0; bin <= _half; bin++)
        {
            var (low, high) = (bin % _half, (_half - bin) % _half);
            var (evenReal, evenImaginary) = (0.5 * (_real[low] + _real[high]), 0.5 * (_imaginary[low] - _imaginary[high]));
            var (oddReal, oddImaginary) = (0.5 * (_imaginary[low] + _imaginary[high]), 0.5 * (_real[high] - _real[low]));
            var (cosine, sine) = bin < _half ? (_cosine[bin], _sine[bin]) : (-1, 0);
            real[bin] = evenReal + cosine * oddReal - sine * oddImaginary;
            imaginary[bin] = evenImaginary + cosine * oddImaginary + sine * oddReal;
        }
    }

    /// <summary>Transforms frequencies back to a signal, such that it undoes <see cref="Forward"/>.</summary>
    /// <param name="real">Real parts of the <see cref="Bins"/> frequencies.</param>
    /// <param name="imaginary">Their imaginary parts; the first and the last count as 0.</param>
    /// <param name="signal"><see cref="Size"/> samples.</param>
    public void Inverse(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<double> signal)
    {
        for (var bin = 0; bin < _half; bin++)
        {
            var high = _half - bin;
            var (lowImaginary, highImaginary) = bin == 0 ? (0, 0) : (imaginary[bin], imaginary[high]);
            var (evenReal, evenImaginary) = (0.5 * (real[bin] + real[high]), 0.5 * (lowImaginary - highImaginary));
            var (differenceReal, differenceImaginary) = (0.5 * (real[bin] - real[high]), 0.5 * (lowImaginary + highImaginary));
            var oddReal = _cosine[bin] * differenceReal + _sine[bin] * differenceImaginary;
            var oddImaginary = _cosine[bin] * differenceImaginary - _sine[bin] * differenceReal;
            // Exchanging real and imaginary parts before and after turns the transform into its inverse.
            _imaginary[bin] = evenReal - oddImaginary;
            _real[bin] = evenImaginary + oddReal;
        }

        TransformComplex();
        for (var index = 0; index < _half; index++)
        {
            signal[2 * index] = _imaginary[index] / _half;
            signal[2 * index + 1] = _real[index] / _half;
        }
    }

    // Stockham: the stages pass the data between two buffers and leave it in order.
    private void TransformComplex()
    {
        for (var (length, stride) = (_half, 1); length > 1; length /= 2, stride *= 2)
        {
            for (var position = 0; position < length / 2; position++)
            {
                var twiddle = position * (Size / length);
                Butterflies(stride * position, stride * (position + length / 2), 2 * stride * position, stride, _cosine[twiddle], _sine[twiddle]);
            }

            (_real, _nextReal) = (_nextReal, _real);
            (_imaginary, _nextImaginary) = (_nextImaginary, _imaginary);
        }
    }

    private void Butterflies(int first, int second, int target, int count, double cosine, double sine)
    {
        var firstReal = _real.AsSpan(first, count);
        var firstImaginary = _imaginary.AsSpan(first, count);
        var secondReal = _real.AsSpan(second, count);
        var secondImaginary = _imaginary.AsSpan(second, count);
        var sumReal = _nextReal.AsSpan(target, count);
        var sumImaginary = _nextImaginary.AsSpan(target, count);
        var turnedReal = _nextReal.AsSpan(target + count, count);
        var turnedImaginary = _nextImaginary.AsSpan(target + count, count);
        // Counts are powers of two, so they are whole numbers of vectors or less than one.
        if (count >= Vector<double>.Count)
            Vectors(Cast(firstReal), Cast(firstImaginary), Cast(secondReal), Cast(secondImaginary), Cast(sumReal), Cast(sumImaginary), Cast(turnedReal), Cast(turnedImaginary), cosine, sine);
        else
            Scalars(firstReal, firstImaginary, secondReal, secondImaginary, sumReal, sumImaginary, turnedReal, turnedImaginary, cosine, sine);
    }

    private static void Vectors(
        Span<Vector<double>> firstReal, Span<Vector<double>> firstImaginary, Span<Vector<double>> secondReal, Span<Vector<double>> secondImaginary,
        Span<Vector<double>> sumReal, Span<Vector<double>> sumImaginary, Span<Vector<double>> turnedReal, Span<Vector<double>> turnedImaginary,
        double cosine, double sine)
    {
        for (var index = 0; index < firstReal.Length; index++)
        {
            var (real, imaginary) = (firstReal[index] - secondReal[index], firstImaginary[index] - secondImaginary[index]);
            sumReal[index] = firstReal[index] + secondReal[index];
            sumImaginary[index] = firstImaginary[index] + secondImaginary[index];
            turnedReal[index] = cosine * real - sine * imaginary;
            turnedImaginary[index] = cosine * imaginary + sine * real;
        }
    }

    private static void Scalars(
        Span<double> firstReal, Span<double> firstImaginary, Span<double> secondReal, Span<double> secondImaginary,
        Span<double> sumReal, Span<double> sumImaginary, Span<double> turnedReal, Span<double> turnedImaginary,
        double cosine, double sine)
    {
        for (var index = 0; index < firstReal.Length; index++)
        {
            var (real, imaginary) = (firstReal[index] - secondReal[index], firstImaginary[index] - secondImaginary[index]);
            sumReal[index] = firstReal[index] + secondReal[index];
            sumImaginary[index] = firstImaginary[index] + secondImaginary[index];
            turnedReal[index] = cosine * real - sine * imaginary;
            turnedImaginary[index] = cosine * imaginary + sine * real;
        }
    }

    private static Span<Vector<double>> Cast(Span<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);
}
