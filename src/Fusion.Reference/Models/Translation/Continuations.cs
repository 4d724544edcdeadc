using System.Runtime.InteropServices;
using Fusion.Layers;
using Fusion.Reference.Text;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Finds the likeliest words to go on with.</summary>
internal static class Continuations
{
    // Neither padding nor a second start is a word.
    private const int FirstWord = Vocabulary.End;

    /// <summary>The likeliest continuations of each line, best first.</summary>
    /// <param name="logits">Scores of every next word (L * r, V), the r hypotheses of a line side by side.</param>
    /// <param name="before">Log-probability of each hypothesis.</param>
    /// <param name="lines">Number of lines L.</param>
    /// <param name="count">How many of each line; fewer where there are no more.</param>
    public static Continuation[][] Likeliest(Tensor logits, float[] before, int lines, int count) =>
        PlainFloats.Are(logits) ? ByKernel(logits, before, lines, count) : ByTorch(logits, before, lines, count);

    private static Continuation[][] ByKernel(Tensor logits, float[] before, int lines, int count)
    {
        var scores = PlainFloats.Of(logits);
        var (words, rows) = ((int)logits.size(1), before.Length / lines);
        var found = new Continuation[lines][];
        for (var line = 0; line < lines; line++)
        {
            var best = new ContinuationKernel(count);
            for (var row = 0; row < rows; row++)
                best.Add(scores.Slice(((line * rows) + row) * words, words)[FirstWord..], before[(line * rows) + row], row, FirstWord);
            found[line] = best.Found;
        }

        return found;
    }

    private static Continuation[][] ByTorch(Tensor logits, float[] before, int lines, int count)
    {
        using var scope = NewDisposeScope();
        var words = logits.narrow(1, FirstWord, logits.size(1) - FirstWord).to(ScalarType.Float32);
        var scores = nn.functional.log_softmax(words, 1).Plus(tensor(before, device: logits.device).unsqueeze(1)).view(lines, -1);
        var (best, places) = scores.topk((int)Math.Min(count, scores.size(1)), 1);
        var (values, indices, size) = (Values<float>(best), Values<long>(places), words.size(1));
        return [.. values.Zip(indices, (value, index) => new Continuation(value, (int)(index / size), FirstWord + (index % size))).Chunk((int)best.size(1))];
    }

    private static T[] Values<T>(Tensor tensor) where T : struct => MemoryMarshal.Cast<byte, T>(tensor.cpu().contiguous().bytes).ToArray();
}
