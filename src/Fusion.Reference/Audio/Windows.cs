namespace Fusion.Reference.Audio;

/// <summary>Weights of the samples of a frame.</summary>
internal static class Windows
{
    /// <summary>Periodic Hann: 0.5 - 0.5 cos(2 pi i / size), whose squares at a hop of a quarter add up to 1.5.</summary>
    public static double[] Hann(int size) => Make(size, 0.5, size);

    /// <summary>Symmetric Hamming: 0.54 - 0.46 cos(2 pi i / (size - 1)).</summary>
    public static double[] Hamming(int size) => Make(size, 0.54, size - 1);

    private static double[] Make(int size, double offset, double period) =>
        [.. Enumerable.Range(0, size).Select(index => offset - (1 - offset) * Math.Cos(2 * Math.PI * index / period))];
}
