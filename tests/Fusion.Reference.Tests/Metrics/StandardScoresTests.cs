using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class StandardScoresTests
{
    private static readonly string[] Hypotheses = ["l&apos; homme regarde les chiens .", "une femme dort"];
    private static readonly string[][] References = [["l&apos; homme regarde le chien .", "une femme dort"]];

    [Fact]
    public void Scores_tokens_as_they_are_and_the_plain_text_with_the_tools_that_split_words()
    {
        var scores = StandardScores.Of(Hypotheses, References, "fr");
        Assert.Equal(Bleu.Corpus(Hypotheses, References, new BleuOptions { Tokenizer = BleuTokenizer.None, Smoothing = BleuSmoothing.None }).Score, scores.Bleu.Score);
        Assert.Equal(9, scores.Bleu.HypothesisLength);
        string[] plain = ["l'homme regarde les chiens.", "une femme dort"];
        string[][] plainReferences = [["l'homme regarde le chien.", "une femme dort"]];
        Assert.Equal(Bleu.Corpus(plain, plainReferences).Score, scores.SacreBleu.Score);
        Assert.Equal(Chrf.Corpus(plain, plainReferences), scores.Chrf);
        Assert.Equal(new Meteor15("fr").Corpus(Hypotheses, References), scores.Meteor);
    }

    [Fact]
    public void References_stay_whole_and_nothing_is_added()
    {
        var scores = StandardScores.Of(Hypotheses, [Hypotheses], "fr");
        Assert.Equal(100, scores.Bleu.Score, 1e-9);
        Assert.Equal(100, scores.SacreBleu.Score, 1e-9);
        Assert.Equal(100, scores.Chrf, 1e-9);
        Assert.Equal(1, scores.Meteor.Score, 1e-12);
        Assert.Equal(9, scores.Bleu.ReferenceLength);
    }
}
