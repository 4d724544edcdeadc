namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Draws invented sentences. Each comes with every combination of senses, once, so that whatever reads the text alone and gives one translation is right in
/// exactly half of the open places: the cap on text is no matter of luck.
/// </summary>
internal sealed class SyntheticSentences(SyntheticLexicon lexicon, SeededRandom random)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _drawn;

    /// <summary>Number of sentences that one source sentence comes in.</summary>
    public int Combinations => 1 << lexicon.Ambiguous.Count;

    /// <summary>Draws source sentences that no split drawn before has.</summary>
    /// <returns>For each its <see cref="Combinations"/>.</returns>
    public List<SyntheticSentence[]> Draw(int count)
    {
        var groups = new List<SyntheticSentence[]>();
        while (groups.Count < count)
        {
            // In turn, so that every noun is as frequent as the others.
            int[] nouns = [.. lexicon.Ambiguous.Select(nouns => _drawn % nouns.Count)];
            var words = (Adjective: Pick(lexicon.Adjectives), Subject: Pick(lexicon.Subjects), Verb: Pick(lexicon.Verbs), Place: Pick(lexicon.Places));
            SyntheticSentence[] group = [.. Enumerable.Range(0, Combinations).Select(senses => Make(words.Adjective, words.Subject, words.Verb, words.Place, nouns, [.. nouns.Select((_, open) => (senses >> open) & 1)]))];
            if (!_seen.Add(string.Join(' ', group[0].Source)))
                continue;
            _drawn++;
            groups.Add(group);
        }

        return groups;
    }

    private SyntheticSentence Make((string Source, string Target) adjective, (string Source, string Target) subject, (string Source, string Target) verb, (string Source, string Target) place, int[] nouns, int[] senses)
    {
        List<string> source = ["the", adjective.Source, subject.Source, verb.Source];
        List<string> target = [.. subject.Target.Split(' '), adjective.Target, verb.Target];
        var places = new int[nouns.Length];
        for (var open = 0; open < nouns.Length; open++)
        {
            var noun = lexicon.Ambiguous[open][nouns[open]];
            source.AddRange([.. open == 0 ? [] : new[] { lexicon.Link.Source }, "the", noun.Source]);
            target.AddRange([.. open == 0 ? [] : new[] { lexicon.Link.Target }, .. (senses[open] == 0 ? noun.First : noun.Second).Split(' ')]);
            places[open] = target.Count - 1;
        }

        return new SyntheticSentence([.. source, .. place.Source.Split(' '), "."], [.. target, .. place.Target.Split(' '), "."], nouns, senses, places);
    }

    private T Pick<T>(IReadOnlyList<T> words) => words[random.Below(words.Count)];
}
