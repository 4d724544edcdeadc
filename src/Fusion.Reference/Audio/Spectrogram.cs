namespace Fusion.Reference.Audio;

/// <summary>Short-time spectrum of a signal.</summary>
/// <param name="Frames">Number of frames T.</param>
/// <param name="Bins">Number of frequencies K.</param>
/// <param name="Real">Real parts, row-major (T, K).</param>
/// <param name="Imaginary">Imaginary parts, row-major (T, K).</param>
internal sealed record Spectrogram(int Frames, int Bins, float[] Real, float[] Imaginary)
{
    /// <summary>Absolute values, row-major (T, K).</summary>
    public float[] Magnitudes()
    {
        var magnitudes = new float[Real.Length];
        for (var index = 0; index < magnitudes.Length; index++)
            magnitudes[index] = MathF.Sqrt(Real[index] * Real[index] + Imaginary[index] * Imaginary[index]);
        return magnitudes;
    }
}
