using Fusion.Reference.Data;
using Fusion.Reference.Text;

namespace Fusion.Benchmarks.Training;

/// <summary>Lines of random words for a batch: their number and lengths cost what real ones do.</summary>
internal static class GeneratedLines
{
    /// <summary>Lines of similar length, as batches of a trainer are.</summary>
    /// <param name="random">Source of the draws.</param>
    /// <param name="count">Lines.</param>
    /// <param name="words">Size of the vocabulary, with its four special words.</param>
    /// <param name="shortest">Least length of a batch.</param>
    /// <param name="longest">Greatest length of a batch; a line may be up to two words longer.</param>
    public static long[][] Batch(SeededRandom random, int count, int words, int shortest, int longest)
    {
        var length = shortest + random.Below(longest - shortest + 1);
        return [.. Enumerable.Range(0, count).Select(_ => Line(random, length + random.Below(3), words))];
    }

    private static long[] Line(SeededRandom random, int length, int words) =>
        [.. Enumerable.Range(0, length).Select(_ => (long)(Vocabulary.Unknown + 1 + random.Below(words - Vocabulary.Unknown - 1)))];
}
