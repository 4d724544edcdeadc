using Fusion.Reference.Data.Translation;
using Fusion.Reference.Metrics;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Scores translations in both readings, whatever form of text the model learned.</summary>
internal sealed class TranslationScoring
{
    // The authors keep words that occur three times.
    private const int AuthorsMinimumCount = 3;

    private readonly TranslationData _data;
    private readonly MosesDetokenizer _detokenizer;
    private readonly Vocabulary _authors;

    /// <param name="data">The lines.</param>
    public TranslationScoring(TranslationData data)
    {
        _data = data;
        _detokenizer = new MosesDetokenizer(Language.Find(_data.Text.Options.Target));
        _authors = AuthorsVocabulary();
    }

    /// <summary>Every metric of a test set.</summary>
    /// <param name="split">The test set.</param>
    /// <param name="hypotheses">Its translations, in the form that was learned.</param>
    public IEnumerable<(string Key, double Value)> Of(ParallelSplit split, IReadOnlyList<string> hypotheses)
    {
        var references = _data.References(split);
        var standard = StandardScores.Of(hypotheses, [references], _data.Text.Options.Target);
        var authors = AuthorsProtocolScores.Of([.. hypotheses.Select(_detokenizer.Text)], [.. references.Select(_detokenizer.Text)], _authors);
        return TranslationMetrics.Of(split.Name, standard, authors);
    }

    // One vocabulary of both languages, as theirs.
    private Vocabulary AuthorsVocabulary()
    {
        var source = new MosesDetokenizer(Language.Find(_data.Text.Options.Source));
        var lines = _data.Sources(_data.Splits.Train).Select(source.Text).Concat(_data.References(_data.Splits.Train).Select(_detokenizer.Text));
        return Vocabulary.Build(lines.Select(line => AuthorsText.Tokens(line, AuthorsMarks.Glued)), AuthorsMinimumCount);
    }
}
