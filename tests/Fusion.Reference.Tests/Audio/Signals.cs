using Fusion.Reference.Data;

namespace Fusion.Reference.Tests.Audio;

/// <summary>Signals that several tests need.</summary>
internal static class Signals
{
    public static float[] Noise(int samples, ulong seed = 1, double deviation = 0.1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, samples).Select(_ => (float)(deviation * random.Normal()))];
    }

    public static float[] Sine(int samples, double frequency, int rate, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, samples).Select(index => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * index / rate)))];

    public static double[] Wide(float[] signal) => Array.ConvertAll(signal, value => (double)value);
}
