using System.Text.Json.Nodes;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>What is attainable where some of the open places cannot be told: each of them is right half of the time, whatever is guessed.</summary>
internal static class SyntheticCap
{
    private const int Orders = 4;

    /// <summary>The share of words that are right, from 0 to 1, if one of the two senses is given for each open place.</summary>
    /// <param name="sentences">Every combination of senses of every source sentence, once.</param>
    /// <param name="known">Whether an open place, by its number, can be told.</param>
    public static double WordAccuracy(IReadOnlyList<SyntheticSentence> sentences, Func<int, bool> known) => Precision(sentences, known, 1);

    /// <summary>Corpus BLEU-4, from 0 to 100, likewise. The lengths agree, so there is no brevity penalty.</summary>
    public static double Bleu(IReadOnlyList<SyntheticSentence> sentences, Func<int, bool> known) =>
        100 * Math.Exp(Enumerable.Range(1, Orders).Average(order => Math.Log(Precision(sentences, known, order))));

    /// <summary>Both, rounded, for a manifest.</summary>
    public static JsonObject Describe(IReadOnlyList<SyntheticSentence> sentences, Func<int, bool> known) => new()
    {
        ["wordAccuracy"] = Math.Round(WordAccuracy(sentences, known), 4),
        ["bleu"] = Math.Round(Bleu(sentences, known), 2),
    };

    // A run of words is right where all open places in it are: half of the time for each.
    private static double Precision(IReadOnlyList<SyntheticSentence> sentences, Func<int, bool> known, int order)
    {
        var (right, total) = (0.0, 0);
        foreach (var sentence in sentences)
        {
            int[] open = [.. sentence.Places.Where((_, number) => !known(number))];
            for (var start = 0; start + order <= sentence.Target.Count; start++, total++)
                right += Math.Pow(0.5, open.Count(place => place >= start && place < start + order));
        }

        return right / total;
    }
}
