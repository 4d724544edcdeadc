using Fusion.Reference.Data;
using Fusion.Reference.Experiments.Translation;

namespace Fusion.Benchmarks.Training;

/// <summary>Batches of generated lines for a translator, the same each time.</summary>
internal static class GeneratedPairs
{
    private const int Count = 10;
    private const int Seed = 1;

    /// <summary>Pieces of the shortest lines: about what those of Multi30K have.</summary>
    public const int ShortestLine = 13;

    /// <summary>Ten batches.</summary>
    /// <param name="rows">Lines of a batch.</param>
    /// <param name="sizes">The vocabularies, and the widths of images and speech where there are any.</param>
    public static IReadOnlyList<LinePairs> Batches(int rows, TranslationSizes sizes)
    {
        var random = new SeededRandom(Seed);
        return [.. Enumerable.Range(0, Count).Select(_ => Batch(random, rows, sizes))];
    }

    private static LinePairs Batch(SeededRandom random, int rows, TranslationSizes sizes)
    {
        var pairs = new LinePairs(GeneratedLines.Batch(random, rows, sizes.SourceWords, ShortestLine), GeneratedLines.Batch(random, rows, sizes.TargetWords, ShortestLine));
        if (sizes.ImageFeatures is { } image)
            pairs = pairs.WithImages(random, image);
        return sizes.SpeechFeatures is { } frame ? pairs.WithSpeech(random, frame) : pairs;
    }
}
