using Fusion.Reference.Text;

namespace Fusion.Reference.Metrics;

/// <summary>What a translation scores when references are left as they are: the read-out that other work can be compared with.</summary>
internal sealed record StandardScores
{
    /// <summary>Of the tokens as they are, not smoothed, as multi-bleu reads it; <see cref="BleuScore.Cumulative"/> holds BLEU-1 to BLEU-4.</summary>
    public required BleuScore Bleu { get; init; }

    /// <summary>sacreBLEU's default, of the plain text split by 13a.</summary>
    public required BleuScore SacreBleu { get; init; }

    /// <summary>chrF with beta 2, of the plain text.</summary>
    public required double Chrf { get; init; }

    /// <summary>METEOR 1.5 of the tokens by exact words and stems.</summary>
    public required MeteorScore Meteor { get; init; }

    /// <summary>Scores a corpus.</summary>
    /// <param name="hypotheses">Lower-cased lines of the system, tokenised by <see cref="MosesTokenizer"/> or in its manner, pieces of words merged.</param>
    /// <param name="references">One or more sets of references in the same form; nothing unknown, cut off or added.</param>
    /// <param name="language">One of <see cref="MeteorParameters.Languages"/>.</param>
    public static StandardScores Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, string language)
    {
        // The scores that split words themselves must not see a tokeniser's entities.
        var plain = new MosesDetokenizer(Language.Find(language));
        string[] plainHypotheses = [.. hypotheses.Select(plain.Text)];
        string[][] plainReferences = [.. references.Select(set => set.Select(plain.Text).ToArray())];
        return new()
        {
            Bleu = Metrics.Bleu.Corpus(hypotheses, references, new BleuOptions { Variant = BleuVariant.MultiBleu }),
            SacreBleu = Metrics.Bleu.Corpus(plainHypotheses, plainReferences),
            Chrf = Metrics.Chrf.Corpus(plainHypotheses, plainReferences),
            Meteor = new Meteor15(language).Corpus(hypotheses, references),
        };
    }
}
