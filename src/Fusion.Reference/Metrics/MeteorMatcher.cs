namespace Fusion.Reference.Metrics;

/// <summary>Finds every possible match between a hypothesis and a reference.</summary>
/// <param name="modules">The modules in use; their order numbers the stages.</param>
/// <param name="stemmer">Stems of the language.</param>
/// <param name="tables">Synonyms and paraphrases, where their modules are in use.</param>
internal sealed class MeteorMatcher(IReadOnlyList<MeteorModule> modules, Stemmer stemmer, MeteorTables tables)
{
    /// <summary>All matches by module, and within a module by position in the reference, then in the hypothesis.</summary>
    public List<MeteorMatch> Candidates(IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference)
    {
        var matches = new List<MeteorMatch>();
        // Between equal texts any other match could only do harm.
        var used = hypothesis.SequenceEqual(reference) ? modules.Take(1) : modules;
        foreach (var (stage, module) in used.Index())
            matches.AddRange(module switch
            {
                MeteorModule.Exact => Words(hypothesis, reference, stage, (word, other) => word == other),
                MeteorModule.Stem => Stems(hypothesis, reference, stage),
                MeteorModule.Synonym => Words(hypothesis, reference, stage, (word, other) => word != other && tables.Synonyms!.Share(word, other)),
                _ => Paraphrases(hypothesis, reference, stage, tables.Paraphrases!),
            });
        return matches;
    }

    private IEnumerable<MeteorMatch> Stems(IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference, int stage)
    {
        string[] stems = [.. hypothesis.Select(stemmer.Stem)];
        string[] others = [.. reference.Select(stemmer.Stem)];
        return Words(stems, others, stage, (stem, other) => stem == other).Where(match => hypothesis[match.Start] != reference[match.ReferenceStart]);
    }

    private static IEnumerable<MeteorMatch> Words(
        IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference, int stage, Func<string, string, bool> same)
    {
        for (var other = 0; other < reference.Count; other++)
            for (var word = 0; word < hypothesis.Count; word++)
                if (same(hypothesis[word], reference[other]))
                    yield return new(word, 1, other, 1, stage);
    }

    private static IEnumerable<MeteorMatch> Paraphrases(
        IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference, int stage, ParaphraseTable table)
    {
        var phrases = Phrases(hypothesis, table.MaxLength).ToLookup(phrase => phrase.Text, StringComparer.Ordinal);
        foreach (var (text, start, length) in Phrases(reference, table.MaxLength))
            foreach (var match in table.Of(text).SelectMany(paraphrase => phrases[paraphrase]).OrderBy(phrase => phrase.Start).ThenBy(phrase => phrase.Length))
                yield return new(match.Start, match.Length, start, length, stage);
    }

    private static IEnumerable<(string Text, int Start, int Length)> Phrases(IReadOnlyList<string> words, int maxLength)
    {
        for (var start = 0; start < words.Count; start++)
            for (var length = 1; length <= Math.Min(maxLength, words.Count - start); length++)
                yield return (string.Join(' ', words.Skip(start).Take(length)), start, length);
    }
}
