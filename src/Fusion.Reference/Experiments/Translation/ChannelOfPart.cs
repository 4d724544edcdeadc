using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>One channel of the lines of a part, standardised as it is read.</summary>
/// <param name="channel">The features.</param>
/// <param name="standardizer">Fitted to training lines.</param>
internal sealed class ChannelOfPart(LineChannel channel, FrameStandardizer standardizer)
{
    // Enough for means and deviations; a corpus of How2's size is not read through for them.
    private const int FittedLines = 2000;

    /// <summary>Width of a vector, or of a frame.</summary>
    public int Width => channel.Width;

    public bool Has(int line) => channel.Has(line);

    /// <summary>Fits to training lines spread evenly over the part, one of which is in memory at a time.</summary>
    public static FrameStandardizer Fit(LineChannel channel, int lines)
    {
        int[] present = [.. Enumerable.Range(0, lines).Where(channel.Has)];
        var step = Math.Max(1, present.Length / FittedLines);
        return FrameStandardizer.Fit(present.Where((_, index) => index % step == 0).Select(channel.Read), channel.Width);
    }

    /// <summary>Vectors (B, D), or regions (B, R, D) where an image has several, as many for each; zeros for a line without any.</summary>
    public Tensor Vectors(int[] lines)
    {
        int[] counts = [.. lines.Where(Has).Select(channel.Frames).Distinct()];
        if (counts.Length > 1)
            throw new UserErrorException($"{channel.Files.First()}: expected as many regions for every image, found {counts[0]} and {counts[1]}");
        var size = counts.Append(1).First() * Width;
        var values = new float[lines.Length * size];
        foreach (var (place, line) in lines.Index().Where(item => Has(item.Item)))
            standardizer.Transform(channel.Read(line), values.AsSpan(place * size));
        return channel.Kind == FeatureKind.Vector ? tensor(values, [lines.Length, Width]) : tensor(values, [lines.Length, size / Width, Width]);
    }

    /// <summary>Frames (B, T, D), padded with 0, and their numbers (B); one frame of zeros for a line without any.</summary>
    public (Tensor Frames, Tensor Lengths) Frames(int[] lines)
    {
        int[] lengths = [.. lines.Select(line => Has(line) ? channel.Frames(line) : 1)];
        var longest = lengths.Max();
        var values = new float[lines.Length * longest * Width];
        foreach (var (place, line) in lines.Index().Where(item => Has(item.Item)))
            standardizer.Transform(channel.Read(line), values.AsSpan(place * longest * Width));
        return (tensor(values, [lines.Length, longest, Width]), tensor([.. lengths.Select(length => (long)length)]));
    }
}
