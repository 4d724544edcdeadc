namespace Fusion.Reference.Audio;

/// <summary>
/// The frames of a recurrent audio encoder: 12 mel-frequency cepstral coefficients and the log energy, their slopes and the slopes of those. The formulas
/// are in docs/datasets.md. Holds buffers: one instance for each thread.
/// </summary>
internal sealed class MfccFrames
{
    /// <summary>Samples in a second that the frames are defined for.</summary>
    public const int Rate = 16_000;

    /// <summary>Numbers in a row.</summary>
    public const int Width = 3 * Static;

    /// <summary>Longer utterances are cut after this many rows.</summary>
    public const int MostFrames = 750;

    private const int Coefficients = 12;
    private const int Static = Coefficients + 1;
    private const int FrameSize = Rate / 40;
    private const int Hop = Rate / 100;
    private const int FftSize = 512;
    private const int Bands = 26;
    private const double HighestFrequency = 8000;
    private const double Preemphasis = 0.97;
    private const double Lifter = 22;

    // The least power whose logarithm is taken: about that of the rounding of 16-bit samples.
    private const double Floor = 1e-10;

    private static readonly double[] Window = Windows.Hamming(FrameSize);
    private static readonly MelBands Mel = new(Bands, FftSize, Rate, HighestFrequency);
    private static readonly double[] Cosines = CosineTable();

    private readonly RealFft _fft = new(FftSize);
    private readonly double[] _frame = new double[FrameSize];
    private readonly double[] _real = new double[FftSize / 2 + 1];
    private readonly double[] _imaginary = new double[FftSize / 2 + 1];

    /// <summary>Measures an utterance.</summary>
    /// <param name="signal">One channel at <see cref="Rate"/> samples a second, values in [-1, 1].</param>
    /// <returns>
    /// Row-major (T, <see cref="Width"/>) with 1 to <see cref="MostFrames"/> rows: coefficients 1 to 12, log energy, their slopes, the slopes of those.
    /// </returns>
    public float[] Of(ReadOnlySpan<float> signal)
    {
        var frames = Math.Max(1, 1 + (signal.Length - FrameSize) / Hop);
        var rows = new float[frames * Width];
        for (var frame = 0; frame < frames; frame++)
            Measure(signal[Math.Min(frame * Hop, signal.Length)..], rows.AsSpan(frame * Width, Static));
        Deltas.Add(rows, Width, 0, Static, Static);
        Deltas.Add(rows, Width, Static, 2 * Static, Static);
        return frames <= MostFrames ? rows : rows[..(MostFrames * Width)];
    }

    private void Measure(ReadOnlySpan<float> signal, Span<float> row)
    {
        var energy = 0.0;
        for (var index = 0; index < FrameSize; index++)
        {
            double value = index < signal.Length ? signal[index] : 0;
            double before = Math.Max(0, index - 1) is var earlier && earlier < signal.Length ? signal[earlier] : 0;
            energy += value * value;
            _frame[index] = Window[index] * (value - Preemphasis * before);
        }

        _fft.Forward(_frame, _real, _imaginary);
        for (var bin = 0; bin < _real.Length; bin++)
            _real[bin] = _real[bin] * _real[bin] + _imaginary[bin] * _imaginary[bin];
        var bands = Mel.Sums(_real);
        for (var band = 0; band < Bands; band++)
            bands[band] = Math.Log(Math.Max(bands[band], Floor));
        for (var coefficient = 0; coefficient < Coefficients; coefficient++)
            row[coefficient] = (float)Cepstrum(bands, coefficient);
        row[Coefficients] = (float)Math.Log(Math.Max(energy, Floor));
    }

    private static double Cepstrum(double[] bands, int coefficient)
    {
        var sum = 0.0;
        for (var band = 0; band < Bands; band++)
            sum += bands[band] * Cosines[coefficient * Bands + band];
        return sum;
    }

    // Orthonormal cosines of coefficients 1 to 12, with the lifter 1 + 11 sin(pi k / 22) that evens out their sizes.
    private static double[] CosineTable()
    {
        var table = new double[Coefficients * Bands];
        for (var index = 0; index < table.Length; index++)
        {
            var (coefficient, band) = (index / Bands + 1, index % Bands);
            var lifter = 1 + Lifter / 2 * Math.Sin(Math.PI * coefficient / Lifter);
            table[index] = lifter * Math.Sqrt(2.0 / Bands) * Math.Cos(Math.PI * coefficient * (band + 0.5) / Bands);
        }

        return table;
    }
}
