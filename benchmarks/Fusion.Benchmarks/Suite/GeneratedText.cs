using Fusion.Reference.Data;

namespace Fusion.Benchmarks.Suite;

/// <summary>Sentences of made-up words whose lengths and frequencies are like those of captions.</summary>
internal static class GeneratedText
{
    private const string Letters = "etaoinshrdlucmfwypvbgkjqxz";

    /// <summary>Sentences of 6 to 20 words and a full stop; words that come early in the list are more frequent.</summary>
    public static string[] Sentences(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        string[] words = [.. Enumerable.Range(0, 5000).Select(_ => Word(new SeededRandom(1, (ulong)random.Below(int.MaxValue))))];
        return [.. Enumerable.Range(0, count).Select(_ => $"{string.Join(' ', Enumerable.Range(0, 6 + random.Below(15)).Select(_ => words[Skewed(random, words.Length)]))}.")];
    }

    /// <summary>The sentences with one word in five replaced by its neighbour's.</summary>
    public static string[] Disturbed(IReadOnlyList<string> sentences)
    {
        var random = new SeededRandom(3);
        return [.. sentences.Select(sentence =>
        {
            var words = sentence.Split(' ');
            for (var i = 1; i < words.Length; i++)
                if (random.Below(5) == 0)
                    words[i] = words[i - 1];
            return string.Join(' ', words);
        })];
    }

    private static string Word(SeededRandom random) => string.Concat(Enumerable.Range(0, 2 + random.Below(8)).Select(_ => Letters[Skewed(random, Letters.Length)]));

    private static int Skewed(SeededRandom random, int bound) => (int)(bound * Math.Pow(random.Uniform(), 3));
}
