using Fusion.Reference.Text;

namespace Fusion.Reference.Metrics;

/// <summary>
/// What a translation scores in the manner of the paper's published code, which no other work can be compared with: normalised text without accents, digits and commas,
/// references cut off and with their rare words made unknown, and the end mark counted as a word.
/// </summary>
internal sealed record AuthorsProtocolScores
{
    /// <summary>Words of a line that the authors keep.</summary>
    public const int MaxLength = 30;

    /// <summary>NLTK's BLEU; <see cref="BleuScore.Cumulative"/> holds BLEU-1 to BLEU-4.</summary>
    public required BleuScore Bleu { get; init; }

    /// <summary>Mean of NLTK's METEOR by exact words and Porter stems, between 0 and 1; the authors' WordNet step, which knows English only, is left out.</summary>
    public required double Meteor { get; init; }

    /// <summary>Scores a corpus.</summary>
    /// <param name="hypotheses">Plain lines of the system, without a tokeniser's entities.</param>
    /// <param name="references">One plain reference line for each.</param>
    /// <param name="vocabulary">The authors' vocabulary: source and target words that occur at least three times in training text that was normalised in the same way.</param>
    /// <param name="tokens">The normaliser; by default <see cref="AuthorsText"/> with <see cref="AuthorsMarks.Glued"/>, as the published translation code has it.</param>
    public static AuthorsProtocolScores Of(
        IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, Vocabulary vocabulary, Func<string, string[]>? tokens = null)
    {
        tokens ??= text => AuthorsText.Tokens(text, AuthorsMarks.Glued);
        string[] shown = [.. hypotheses.Select(line => Shown(tokens(line), isReference: false))];
        string[][] shownReferences = [[.. references.Select(line => Shown(tokens(line), isReference: true))]];
        return new()
        {
            Bleu = Metrics.Bleu.Corpus(shown, shownReferences, new BleuOptions { Variant = BleuVariant.Nltk }),
            Meteor = new NltkMeteor().Corpus(shown, shownReferences),
        };

        // The authors' decoder stops after as many words, so a longer hypothesis never gets to its end mark; a reference is wrapped after it is cut.
        string Shown(string[] words, bool isReference) => string.Join(' ',
            words.Take(MaxLength).Select(word => vocabulary[word])
                .Concat(isReference || words.Length <= MaxLength ? [Vocabulary.End] : [])
                .Select(number => vocabulary.Words[number]));
    }
}
