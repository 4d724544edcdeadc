using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Generated utterances of a batch: words, speech features and classes.</summary>
/// <param name="Lines">Words of each utterance.</param>
/// <param name="Speech">Its features, utterance by utterance.</param>
/// <param name="Labels">Its class.</param>
internal sealed record Utterances(long[][] Lines, float[] Speech, long[] Labels)
{
    /// <summary>Features of speech, as of IEMOCAP.</summary>
    public const int AudioFeatures = 8;

    public const int Classes = 4;

    /// <summary>Draws features and classes for lines.</summary>
    public static Utterances Of(SeededRandom random, long[][] lines) => new(
        lines, [.. Enumerable.Range(0, lines.Length * AudioFeatures).Select(_ => (float)random.Normal())], [.. Enumerable.Range(0, lines.Length).Select(_ => (long)random.Below(Classes))]);

    /// <summary>What a classifier reads, in new tensors.</summary>
    public EmotionInput Input(ScalarType dtype = ScalarType.Float32) => new(PaddedLines.Tokens(Lines), PaddedLines.Lengths(Lines), Audio(dtype));

    /// <summary>All tensors on a device: made on the CPU and moved, as the trainer does.</summary>
    public IemocapBatch On(Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var made = new IemocapBatch(PaddedLines.Tokens(Lines), PaddedLines.Lengths(Lines), Audio(dtype), tensor(Labels), rows: []);
        return made.To(device);
    }

    /// <summary>Speech features (B, f).</summary>
    public Tensor Audio(ScalarType dtype)
    {
        using var audio = tensor(Speech, [Lines.Length, AudioFeatures]);
        return audio.to(dtype, copy: true);
    }
}
