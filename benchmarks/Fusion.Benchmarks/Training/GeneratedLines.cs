using Fusion.Reference.Data;
using Fusion.Reference.Text;

namespace Fusion.Benchmarks.Training;

/// <summary>Lines of random words for a batch: their number and lengths cost what real ones do.</summary>
internal static class GeneratedLines
{
    /// <summary>Lines of similar length, as in a trainer's batches; all batches are alike, so that every step costs the same.</summary>
    /// <param name="random">Source of the draws.</param>
    /// <param name="count">Lines.</param>
    /// <param name="words">Size of the vocabulary, with its four special words.</param>
    /// <param name="shortest">Words of the shortest lines.</param>
    /// <param name="longest">Words of the longest lines; default: two more.</param>
    public static long[][] Batch(SeededRandom random, int count, int words, int shortest, int? longest = null) =>
        [.. Enumerable.Range(0, count).Select(_ => Line(random, shortest + random.Below((longest ?? shortest + 2) - shortest + 1), words))];

    private static long[] Line(SeededRandom random, int length, int words) =>
        [.. Enumerable.Range(0, length).Select(_ => (long)(Vocabulary.Unknown + 1 + random.Below(words - Vocabulary.Unknown - 1)))];
}
