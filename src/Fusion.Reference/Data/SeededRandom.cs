namespace Fusion.Reference.Data;

/// <summary>
/// SplitMix64: the same numbers on every platform and in every version of .NET, which <see cref="Random"/> with a seed does not promise.
/// Its whole state is one number.
/// </summary>
/// <param name="seed">State to start from.</param>
internal sealed class SeededRandom(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>Starts one of many unrelated sequences of a seed, such as one for each epoch.</summary>
    public SeededRandom(ulong seed, ulong sequence) : this(Mix(seed ^ 0x5851F42D4C957F2D) ^ Mix(sequence + Step))
    {
    }

    /// <summary>The next number over all 64 bits.</summary>
    public ulong Next() => Mix(seed += Step);

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>; each equally likely.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Lemire: the high half of a product is uniform once the few low halves that would favour some values are drawn again.
        var high = Math.BigMul(Next(), (ulong)bound, out var low);
        for (var unfair = (0 - (ulong)bound) % (ulong)bound; low < unfair;)
            high = Math.BigMul(Next(), (ulong)bound, out low);
        return (int)high;
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Box-Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var index = values.Length - 1; index > 0; index--)
        {
            var other = Below(index + 1);
            (values[index], values[other]) = (values[other], values[index]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
