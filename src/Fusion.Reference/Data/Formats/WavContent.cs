namespace Fusion.Reference.Data.Formats;

/// <summary>The samples of a WAV file.</summary>
/// <param name="File">Where it was read, for messages.</param>
/// <param name="Header">Encoding, channels and rate.</param>
/// <param name="Samples">Row-major (frames, channels). Integers are scaled to [-1, 1); floats are as stored.</param>
internal sealed record WavContent(string File, WavHeader Header, float[] Samples)
{
    /// <summary>The mean over the channels, one number a frame.</summary>
    public float[] ToMono()
    {
        var channels = Header.Channels;
        if (channels == 1)
            return Samples;
        var mono = new float[Samples.Length / channels];
        for (var frame = 0; frame < mono.Length; frame++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
                sum += Samples[frame * channels + channel];
            mono[frame] = sum / channels;
        }

        return mono;
    }

    /// <summary>The samples as an array of shape (frames, channels).</summary>
    public ArrayContent ToArray() => new(File, $"{Header.Encoding}", [Header.Frames, Header.Channels], Samples);
}
