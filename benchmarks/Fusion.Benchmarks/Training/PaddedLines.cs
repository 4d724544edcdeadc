using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Lines of words as tensors.</summary>
internal static class PaddedLines
{
    /// <summary>int64 (B, T), padded with 0.</summary>
    public static Tensor Tokens(long[][] lines)
    {
        var longest = lines.Max(line => line.Length);
        var values = new long[lines.Length * longest];
        for (var line = 0; line < lines.Length; line++)
            lines[line].CopyTo(values, line * longest);
        return tensor(values, [lines.Length, longest]);
    }

    /// <summary>float32 (B, T, features), padded with 0.</summary>
    public static Tensor Frames(float[][] lines, int features)
    {
        var longest = lines.Max(line => line.Length);
        var values = new float[lines.Length * longest];
        for (var line = 0; line < lines.Length; line++)
            lines[line].CopyTo(values, line * longest);
        return tensor(values, [lines.Length, longest / features, features]);
    }

    /// <summary>int64 (B).</summary>
    public static Tensor Lengths(long[][] lines) => tensor([.. lines.Select(line => (long)line.Length)]);
}
