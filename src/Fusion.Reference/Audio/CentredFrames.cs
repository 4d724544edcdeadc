namespace Fusion.Reference.Audio;

/// <summary>Frames whose centres lie at multiples of the hop: frame t spans <c>size</c> samples around sample t * hop, the ends mirrored.</summary>
internal static class CentredFrames
{
    /// <summary>Number of frames of a signal of <paramref name="samples"/> samples.</summary>
    public static int Count(int samples, int hop) => 1 + samples / hop;

    /// <summary>The signal with <paramref name="margin"/> mirrored samples before and after it.</summary>
    public static float[] Pad(ReadOnlySpan<float> signal, int margin)
    {
        if (signal.IsEmpty)
            throw new ArgumentException("A signal needs at least one sample.", nameof(signal));
        var padded = new float[signal.Length + 2 * margin];
        signal.CopyTo(padded.AsSpan(margin));
        for (var step = 1; step <= margin; step++)
        {
            padded[margin - step] = signal[Reflection.AroundEnds(-step, signal.Length)];
            padded[margin + signal.Length - 1 + step] = signal[Reflection.AroundEnds(signal.Length - 1 + step, signal.Length)];
        }

        return padded;
    }
}
