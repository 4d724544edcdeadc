using Fusion.Reference.Data;

namespace Fusion.Reference.Text;

/// <summary>
/// Leaves out merges of byte-pair encoding at random (BPE-dropout, Provilkov et al. 2020): before each step, every merge that could be made is left out with the same
/// probability. What is left out depends on the seed, the epoch and the line alone.
/// </summary>
/// <param name="probability">From 0, no merge, up to, not including, 1.</param>
/// <param name="seed">Same seed, same merges.</param>
internal sealed class MergeDrop(double probability, ulong seed)
{
    // Apart from the order of an epoch's lines, which is drawn from the same seed and epoch.
    private const ulong Stream = 0xB7E151628AED2A6B;

    private readonly double _probability = probability is >= 0 and < 1
        ? probability
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected a probability of at least 0 and below 1.");

    /// <summary>The draws of one line in one epoch: for one merge after the other whether it is left out.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="line">Number of the line, of both languages.</param>
    public Func<bool> Of(int epoch, long line)
    {
        var random = new SeededRandom(new SeededRandom(seed ^ Stream, (ulong)epoch).Next(), (ulong)line);
        return () => random.Uniform() < _probability;
    }
}
