namespace Fusion.Reference.Audio;

/// <summary>Continues a sequence beyond its ends by mirroring, as often as it takes.</summary>
internal static class Reflection
{
    /// <summary>Mirrors at the outermost element, which is not repeated: c b | a b c | b a.</summary>
    public static int AroundEnds(int index, int count) => count == 1 ? 0 : Mirror(index, count, 2 * (count - 1), shift: 0);

    /// <summary>Mirrors beside the outermost element, which is repeated: b a | a b c | c b.</summary>
    public static int BesideEnds(int index, int count) => Mirror(index, count, 2 * count, shift: 1);

    private static int Mirror(int index, int count, int period, int shift)
    {
        var within = index % period;
        if (within < 0)
            within += period;
        return within < count ? within : period - shift - within;
    }
}
