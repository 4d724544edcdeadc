using TorchSharp;
using static TorchSharp.torch;

/// <summary>Short invented reviews whose verdict is an adjective, turned round where "not" stands before it.</summary>
internal static class ToyReviews
{
    private static readonly string[] Fillers = ["the", "film", "plot", "music", "was", "it", "today"];
    private static readonly string[] Good = ["good", "great", "fine"];
    private static readonly string[] Bad = ["bad", "dull", "poor"];
    private static readonly string[] Vocabulary = ["<pad>", "not", .. Fillers, .. Good, .. Bad];

    internal static long Words => Vocabulary.Length;

    /// <summary>Word numbers (B, T) padded with 0, lengths (B) and labels (B).</summary>
    internal static (Tensor Words, Tensor Lengths, Tensor Labels) Draw(int count, int seed)
    {
        var random = new Random(seed);
        var reviews = Enumerable.Range(0, count).Select(_ => Review(random)).ToList();
        var longest = reviews.Max(review => review.Words.Length);
        var numbers = reviews.SelectMany(review => review.Words.Select(word => (long)Array.IndexOf(Vocabulary, word)).Concat(new long[longest - review.Words.Length]));
        return (tensor(numbers.ToArray()).reshape(count, longest),
            tensor(reviews.Select(review => (long)review.Words.Length).ToArray()),
            tensor(reviews.Select(review => review.Positive ? 1L : 0L).ToArray()));
    }

    private static (string[] Words, bool Positive) Review(Random random)
    {
        var good = random.Next(2) == 0;
        var negated = random.Next(2) == 0;
        string[] verdict = [.. negated ? ["not"] : Array.Empty<string>(), random.GetItems(good ? Good : Bad, 1)[0]];
        return ([.. random.GetItems(Fillers, random.Next(1, 5)), .. verdict, .. random.GetItems(Fillers, random.Next(4))], good != negated);
    }
}
