namespace Fusion.Reference.Data.Iemocap;

/// <summary>Where an utterance can be heard.</summary>
/// <param name="File">A WAV file.</param>
/// <param name="Start">Seconds at which the utterance begins in it.</param>
/// <param name="End">Seconds at which it ends; null: at the end of the file.</param>
internal sealed record AudioSource(string File, double Start, double? End)
{
    /// <summary>The samples of the utterance, the one at its end included, as far as the recording goes.</summary>
    /// <param name="signal">The whole file, one channel.</param>
    /// <param name="rate">Its samples in a second.</param>
    public ReadOnlySpan<float> Cut(ReadOnlySpan<float> signal, int rate)
    {
        var first = Math.Min((long)Math.Floor(Start * rate), signal.Length);
        var last = End is { } end ? Math.Min((long)Math.Floor(end * rate) + 1, signal.Length) : signal.Length;
        return signal[(int)first..(int)last];
    }
}
