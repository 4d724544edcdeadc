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
        (real[0], imaginary[0]) = (_real[0] + _imaginary[0], 0);
        (real[_half], imaginary[_half]) = (_real[0] - _imaginary[0], 0);
        for (var (low, high) = (1, _half - 1); low < _half; low++, high--)
        {
            var (evenReal, evenImaginary) = (0.5 * (_real[low] + _real[high]), 0.5 * (_imaginary[low] - _imaginary[high]));
            var (oddReal, oddImaginary) = (0.5 * (_imaginary[low] + _imaginary[high]), 0.5 * (_real[high] - _real[low]));
            real[low] = evenReal + _cosine[low] * oddReal - _sine[low] * oddImaginary;
            imaginary[low] = evenImaginary + _cosine[low] * oddImaginary + _sine[low] * oddReal;
        }
    }

    /// <summary>Transforms frequencies back to a signal, such that it undoes <see cref="Forward"/>.</summary>
    /// <param name="real">Real parts of the <see cref="Bins"/> frequencies.</param>
    /// <param name="imaginary">Their imaginary parts; those of the first and the last count as 0.</param>
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
            // Strides are powers of two, so they are whole numbers of vectors or less than one.
            if (stride < Vector<double>.Count)
                ScalarStage(length / 2, stride);
            else
                VectorStage(length / 2, stride);
            (_real, _nextReal) = (_nextReal, _real);
            (_imaginary, _nextImaginary) = (_nextImaginary, _imaginary);
        }
    }

    private void ScalarStage(int positions, int stride)
    {
        var (real, imaginary, nextReal, nextImaginary) = (_real, _imaginary, _nextReal, _nextImaginary);
        for (var index = 0; index < positions * stride; index++)
        {
            var position = index / stride;
            var (cosine, sine) = (_cosine[2 * stride * position], _sine[2 * stride * position]);
            var (other, target) = (index + positions * stride, index + position * stride);
            var (turnedReal, turnedImaginary) = (real[index] - real[other], imaginary[index] - imaginary[other]);
            nextReal[target] = real[index] + real[other];
            nextImaginary[target] = imaginary[index] + imaginary[other];
            nextReal[target + stride] = cosine * turnedReal - sine * turnedImaginary;
            nextImaginary[target + stride] = cosine * turnedImaginary + sine * turnedReal;
        }
    }

    private void VectorStage(int positions, int stride)
    {
        ref var real = ref MemoryMarshal.GetArrayDataReference(_real);
        ref var imaginary = ref MemoryMarshal.GetArrayDataReference(_imaginary);
        ref var nextReal = ref MemoryMarshal.GetArrayDataReference(_nextReal);
        ref var nextImaginary = ref MemoryMarshal.GetArrayDataReference(_nextImaginary);
        for (var position = 0; position < positions; position++)
        {
            var (cosine, sine) = (_cosine[2 * stride * position], _sine[2 * stride * position]);
            for (var index = position * stride; index < (position + 1) * stride; index += Vector<double>.Count)
            {
                var (other, target) = ((nuint)(index + positions * stride), (nuint)(index + position * stride));
                var firstReal = Vector.LoadUnsafe(ref real, (nuint)index);
                var firstImaginary = Vector.LoadUnsafe(ref imaginary, (nuint)index);
                var secondReal = Vector.LoadUnsafe(ref real, other);
                var secondImaginary = Vector.LoadUnsafe(ref imaginary, other);
                var (turnedReal, turnedImaginary) = (firstReal - secondReal, firstImaginary - secondImaginary);
                (firstReal + secondReal).StoreUnsafe(ref nextReal, target);
                (firstImaginary + secondImaginary).StoreUnsafe(ref nextImaginary, target);
                (cosine * turnedReal - sine * turnedImaginary).StoreUnsafe(ref nextReal, target + (nuint)stride);
                (cosine * turnedImaginary + sine * turnedReal).StoreUnsafe(ref nextImaginary, target + (nuint)stride);
            }
        }
    }
}
