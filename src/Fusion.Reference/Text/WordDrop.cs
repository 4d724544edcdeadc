using Fusion.Reference.Data;

namespace Fusion.Reference.Text;

/// <summary>
/// Chooses words of a line to be replaced by the unknown word, each with the same probability (Figure 6). The choice depends on the seed and the line's number alone,
/// and a word that a low probability drops is dropped by every higher one, so that a curve over probabilities rests on one draw.
/// </summary>
internal sealed class WordDrop
{
    private readonly ulong _seed;

    /// <summary>Makes a choice.</summary>
    /// <param name="probability">From 0, nothing, to 1, every word.</param>
    /// <param name="seed">Same seed, same words.</param>
    public WordDrop(double probability, ulong seed)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected a probability from 0 to 1.");
        Probability = probability;
        _seed = seed;
    }

    public double Probability { get; }

    /// <summary>For each word of a line whether it is dropped.</summary>
    /// <param name="line">Number of the line in its file.</param>
    /// <param name="words">Words on the line.</param>
    public bool[] Of(long line, int words)
    {
        var random = new SeededRandom(_seed, (ulong)line);
        var dropped = new bool[words];
        for (var word = 0; word < words; word++)
            dropped[word] = random.Uniform() < Probability;
        return dropped;
    }
}
