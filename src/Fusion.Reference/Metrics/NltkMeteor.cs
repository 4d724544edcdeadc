namespace Fusion.Reference.Metrics;

/// <summary>
/// METEOR as NLTK has it (the formula of Banerjee and Lavie 2005): words match greedily from the end, exactly, by stem, then by synonym;
/// all matches weigh the same; between 0 and 1.
/// </summary>
internal sealed class NltkMeteor
{
    private const double Alpha = 0.9;
    private const double Beta = 3;
    private const double Gamma = 0.5;
    private readonly Stemmer? _stemmer;
    private readonly SynonymSets? _synonyms;

    /// <summary>Makes a scorer.</summary>
    /// <param name="stemmer">In place of NLTK's Porter stemmer, which it has for text of every language.</param>
    /// <param name="synonyms">In place of WordNet, which NLTK asks; none leaves the last step out.</param>
    public NltkMeteor(Stemmer? stemmer = null, SynonymSets? synonyms = null)
    {
        _stemmer = stemmer;
        _synonyms = synonyms;
    }

    /// <summary>The best score of a segment against any of its references.</summary>
    /// <param name="hypothesis">Words of the system.</param>
    /// <param name="references">Words of each reference, at least one.</param>
    public double Segment(IReadOnlyList<string> hypothesis, IReadOnlyList<IReadOnlyList<string>> references) =>
        references.Max(reference => Score(Lower(hypothesis), Lower(reference)));

    /// <summary>The mean over segments of words separated by white space.</summary>
    /// <param name="hypotheses">One segment per line of the system.</param>
    /// <param name="references">One or more sets of references, each with as many lines.</param>
    public double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        Segments(hypotheses, references).Average();

    /// <summary>The score of every segment.</summary>
    public IReadOnlyList<double> Segments(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ReferenceSets.Check(hypotheses.Count, references);
        return [.. hypotheses.Select((hypothesis, line) => Segment(Words(hypothesis), [.. ReferenceSets.Of(references, line).Select(Words)]))];
    }

    /// <summary>What a reader needs to compare a score with another.</summary>
    /// <param name="references">References per segment.</param>
    /// <param name="text">What was done to the text before.</param>
    public string Signature(int references, MeteorText text = MeteorText.Given) =>
        $"meteor-nltk|nrefs:{references}|text:{text.ToString().ToLowerInvariant()}|stem:{_stemmer?.Language ?? "porter"}|modules:exact+stem{(_synonyms is null ? "" : "+synonym")}|version:{BleuOptions.ProgramVersion}";

    private double Score(string[] hypothesis, string[] reference)
    {
        var matches = Match(hypothesis, reference);
        if (matches.Count == 0)
            return 0;
        var precision = (double)matches.Count / hypothesis.Length;
        var recall = (double)matches.Count / reference.Length;
        var mean = precision * recall / ((Alpha * precision) + ((1 - Alpha) * recall));
        return mean * (1 - (Gamma * Math.Pow((double)Chunks(matches) / matches.Count, Beta)));
    }

    private List<(int Word, int Other)> Match(string[] hypothesis, string[] reference)
    {
        var (left, leftReference) = (Positions(hypothesis), Positions(reference));
        var matches = Pairs(left, leftReference, (word, other) => hypothesis[word] == reference[other]);
        string[] stems = [.. hypothesis.Select(Stem)];
        string[] others = [.. reference.Select(Stem)];
        matches.AddRange(Pairs(left, leftReference, (word, other) => stems[word] == others[other]));
        if (_synonyms is not null)
            matches.AddRange(Pairs(left, leftReference, (word, other) => _synonyms.Share(hypothesis[word], reference[other])));
        matches.Sort();
        return matches;
    }

    private string Stem(string word) => _stemmer?.Stem(word) ?? PorterStemmer.Stem(word);

    private static List<int> Positions(string[] words) => [.. Enumerable.Range(0, words.Length)];

    /// <summary>Pairs what is left on both sides, from the end, and takes what found a partner away.</summary>
    private static List<(int Word, int Other)> Pairs(List<int> left, List<int> leftReference, Func<int, int, bool> same)
    {
        var pairs = new List<(int, int)>();
        for (var index = left.Count - 1; index >= 0; index--)
        {
            var partner = leftReference.FindLastIndex(other => same(left[index], other));
            if (partner < 0)
                continue;
            pairs.Add((left[index], leftReference[partner]));
            left.RemoveAt(index);
            leftReference.RemoveAt(partner);
        }

        return pairs;
    }

    private static int Chunks(List<(int Word, int Other)> matches) =>
        1 + matches.Zip(matches.Skip(1)).Count(pair => pair.Second.Word != pair.First.Word + 1 || pair.Second.Other != pair.First.Other + 1);

    private static string[] Lower(IReadOnlyList<string> words) => [.. words.Select(word => word.ToLowerInvariant())];

    private static string[] Words(string text) => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
}
