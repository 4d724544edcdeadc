namespace Fusion.Reference.Metrics;

/// <summary>
/// METEOR 1.5 (Denkowski and Lavie 2014) of tokenised, lower-case text; between 0 and 1.
/// An instance keeps stems and is for one thread.
/// </summary>
internal sealed class Meteor15
{
    private readonly MeteorParameters _parameters;
    private readonly MeteorMatcher _matcher;
    private readonly MeteorTables _tables;
    private readonly string _language;

    /// <summary>Makes a scorer.</summary>
    /// <param name="language">One of <see cref="MeteorParameters.Languages"/>.</param>
    /// <param name="tables">What is known of the language; by default <see cref="MeteorTables.Own"/>, which leaves synonyms and paraphrases out.</param>
    public Meteor15(string language, MeteorTables? tables = null)
    {
        _language = language;
        _tables = tables ?? MeteorTables.Own();
        var parameters = MeteorParameters.For(language);
        _parameters = parameters with { Weights = [.. parameters.Weights.Where(pair => Available(pair.Module))] };
        _matcher = new MeteorMatcher([.. _parameters.Weights.Select(pair => pair.Module)], new Stemmer(language), _tables);

        bool Available(MeteorModule module) => module switch
        {
            MeteorModule.Synonym => _tables.Synonyms is not null,
            MeteorModule.Paraphrase => _tables.Paraphrases is not null,
            _ => true,
        };
    }

    /// <summary>The statistics of one segment, against the reference that scores best.</summary>
    /// <param name="hypothesis">Words separated by white space.</param>
    /// <param name="references">At least one.</param>
    public MeteorStatistics Segment(string hypothesis, IReadOnlyList<string> references)
    {
        var words = Words(hypothesis);
        return references.Select(reference => Segment(words, Words(reference))).MaxBy(statistics => Score(statistics).Score)
            ?? throw new ArgumentException("expected at least one reference", nameof(references));
    }

    /// <summary>The statistics of every segment.</summary>
    /// <param name="hypotheses">One segment per line of the system.</param>
    /// <param name="references">One or more sets of references, each with as many lines.</param>
    public IReadOnlyList<MeteorStatistics> Segments(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ReferenceSets.Check(hypotheses.Count, references);
        return [.. hypotheses.Select((hypothesis, line) => Segment(hypothesis, ReferenceSets.Of(references, line)))];
    }

    /// <summary>Scores a corpus: one score of summed statistics, which is not the mean of the segments' scores.</summary>
    public MeteorScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        Score(MeteorStatistics.Sum(Segments(hypotheses, references)));

    /// <summary>The score that statistics stand for.</summary>
    public MeteorScore Score(MeteorStatistics statistics) => statistics.Score(_parameters);

    /// <summary>What a reader needs to compare a score with another.</summary>
    /// <param name="references">References per segment.</param>
    /// <param name="text">What was done to the text before.</param>
    public string Signature(int references, MeteorText text = MeteorText.Given) => string.Join('|',
        "meteor-1.5",
        $"nrefs:{references}",
        $"lang:{_language}",
        $"text:{text.ToString().ToLowerInvariant()}",
        $"modules:{string.Join('+', _parameters.Weights.Select(pair => pair.Module.ToString().ToLowerInvariant()))}",
        $"function:{_tables.FunctionWordSource}",
        $"version:{BleuOptions.ProgramVersion}");

    private MeteorStatistics Segment(string[] hypothesis, string[] reference)
    {
        var matches = MeteorAligner.Align(_matcher.Candidates(hypothesis, reference), hypothesis.Length, reference.Length);
        return MeteorStatistics.Of(hypothesis, reference, matches, _tables.FunctionWords.Contains);
    }

    private static string[] Words(string text) => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
}
