namespace Fusion.Reference.Data.Translation;

/// <summary>The sentences of one language, line by line, in at least one of two forms.</summary>
/// <param name="Raw">As they were written; null where the data set has none.</param>
/// <param name="Tokenized">As the data set's makers tokenised them, words separated by spaces; null where it has none.</param>
internal sealed record Sentences(IReadOnlyList<string>? Raw, IReadOnlyList<string>? Tokenized)
{
    public int Count => (Raw ?? Tokenized)!.Count;

    /// <summary>Some of the lines, in the order given.</summary>
    public Sentences Select(IReadOnlyList<int> lines) => new(Select(Raw, lines), Select(Tokenized, lines));

    private static string[]? Select(IReadOnlyList<string>? sentences, IReadOnlyList<int> lines) => sentences is null ? null : [.. lines.Select(line => sentences[line])];
}
