namespace Fusion.Reference.Audio;

/// <summary>
/// Spectra of Hann-weighted, centred frames, and the signal that fits given spectra best. Holds buffers: one instance for each thread.
/// </summary>
internal sealed class ShortTimeFourier
{
    // A weight below this is an uncovered sample, not one to divide by.
    private const double LeastWeight = 1e-10;

    private readonly RealFft _fft;
    private readonly int _hop;
    private readonly double[] _window;
    private readonly double[] _frame;
    private readonly double[] _real;
    private readonly double[] _imaginary;

    /// <summary>Makes the transform.</summary>
    /// <param name="size">Samples in a frame, a power of two.</param>
    /// <param name="hop">Samples from one frame to the next.</param>
    public ShortTimeFourier(int size, int hop)
    {
        _fft = new RealFft(size);
        _hop = hop;
        _window = Windows.Hann(size);
        _frame = new double[size];
        _real = new double[_fft.Bins];
        _imaginary = new double[_fft.Bins];
    }

    /// <summary>The spectra of a signal.</summary>
    public Spectrogram Transform(ReadOnlySpan<float> signal)
    {
        var padded = CentredFrames.Pad(signal, _fft.Size / 2);
        var frames = CentredFrames.Count(signal.Length, _hop);
        var spectrogram = new Spectrogram(frames, _fft.Bins, new float[frames * _fft.Bins], new float[frames * _fft.Bins]);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var index = 0; index < _frame.Length; index++)
                _frame[index] = _window[index] * padded[frame * _hop + index];
            _fft.Forward(_frame, _real, _imaginary);
            for (var bin = 0; bin < _fft.Bins; bin++)
            {
                spectrogram.Real[frame * _fft.Bins + bin] = (float)_real[bin];
                spectrogram.Imaginary[frame * _fft.Bins + bin] = (float)_imaginary[bin];
            }
        }

        return spectrogram;
    }

    /// <summary>The signal whose spectra come closest in the mean square: frames weighted and added, over the sum of the squared weights.</summary>
    /// <param name="spectrogram">Spectra as <see cref="Transform"/> gives them.</param>
    /// <param name="samples">Length of the signal.</param>
    public float[] Inverse(Spectrogram spectrogram, int samples)
    {
        var length = (spectrogram.Frames - 1) * _hop + _fft.Size;
        var sums = new double[length];
        var weights = new double[length];
        for (var frame = 0; frame < spectrogram.Frames; frame++)
        {
            for (var bin = 0; bin < _fft.Bins; bin++)
            {
                _real[bin] = spectrogram.Real[frame * _fft.Bins + bin];
                _imaginary[bin] = spectrogram.Imaginary[frame * _fft.Bins + bin];
            }

            _fft.Inverse(_real, _imaginary, _frame);
            for (var index = 0; index < _frame.Length; index++)
            {
                sums[frame * _hop + index] += _window[index] * _frame[index];
                weights[frame * _hop + index] += _window[index] * _window[index];
            }
        }

        var signal = new float[samples];
        for (var index = 0; index < samples; index++)
            signal[index] = weights[index + _fft.Size / 2] is var weight and > LeastWeight ? (float)(sums[index + _fft.Size / 2] / weight) : 0;
        return signal;
    }
}
