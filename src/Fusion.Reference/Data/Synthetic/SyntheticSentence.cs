namespace Fusion.Reference.Data.Synthetic;

/// <summary>An invented sentence with its translation.</summary>
/// <param name="Source">Its words, the last of them a full stop.</param>
/// <param name="Target">The words of its translation.</param>
/// <param name="Nouns">For each open place the number of its noun in the lexicon.</param>
/// <param name="Senses">For each open place the sense that is meant, 0 or 1.</param>
/// <param name="Places">For each open place which word of the translation it decides.</param>
internal sealed record SyntheticSentence(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<int> Nouns, IReadOnlyList<int> Senses, IReadOnlyList<int> Places)
{
    /// <summary>The sentence as one writes it: <c>The red dog hides the bat in the garden.</c></summary>
    public static string Written(IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words.SkipLast(1)) + words[^1];
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
