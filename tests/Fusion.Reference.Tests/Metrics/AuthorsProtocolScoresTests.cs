using Fusion.Reference.Metrics;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class AuthorsProtocolScoresTests
{
    private static readonly Vocabulary Words = Vocabulary.Build([["un", "chien", "dort", "a", "b", "c", "d"]]);

    [Fact]
    public void The_end_mark_is_a_word_that_every_finished_sentence_gets_right()
    {
        // "un chien <EOS>" against "dort dort <EOS>": one word of three.
        var scores = Score("un chien", "dort dort");
        Assert.Equal(100.0 / 3, scores.Bleu.Cumulative[0], 1e-9);
        Assert.Equal(3, scores.Bleu.ReferenceLength);
        Assert.True(scores.Meteor > 0);
    }

    [Fact]
    public void Unknown_words_match_each_other()
    {
        Assert.Equal(100, Score("un kangourou dort a", "un koala dort a").Bleu.Score, 1e-9);
        Assert.True(Score("un chien dort a", "un koala dort a").Bleu.Score < 100);
    }

    [Fact]
    public void Text_is_normalised_first() =>
        Assert.Equal(100, Score("UN chién 42 dort, a", "un chien dort a").Bleu.Score, 1e-9);

    [Fact]
    public void References_are_cut_off_and_a_longer_hypothesis_has_no_end_mark()
    {
        var (exact, longer) = (Repeat(30), Repeat(31));
        Assert.Equal(31, Score(exact, longer).Bleu.HypothesisLength);
        Assert.Equal(31, Score(exact, longer).Bleu.ReferenceLength);
        Assert.Equal(100, Score(exact, longer).Bleu.Score, 1e-9);
        Assert.Equal(30, Score(longer, longer).Bleu.HypothesisLength);
        Assert.Equal(31, Score(longer, longer).Bleu.ReferenceLength);

        static string Repeat(int words) => string.Join(' ', Enumerable.Range(0, words).Select(word => "abcd"[word % 4]));
    }

    [Fact]
    public void The_normaliser_can_be_another() =>
        Assert.Equal(100, AuthorsProtocolScores.Of(["un-chien-dort-a"], ["un-chien-dort-a"], Words, text => text.Split('-')).Bleu.Score, 1e-9);

    [Fact]
    public void The_score_is_NLTKs_of_the_text_as_the_authors_see_it()
    {
        var scores = AuthorsProtocolScores.Of(["Un chien dort.", "a b"], ["un chien, dort", "a c"], Words);
        // A mark stays on its word, which the vocabulary does not have with it.
        string[] shown = ["un chien <UNK> <EOS>", "a b <EOS>"];
        string[][] references = [["un chien dort <EOS>", "a c <EOS>"]];
        Assert.Equal(Bleu.Corpus(shown, references, new BleuOptions { Variant = BleuVariant.Nltk }).Cumulative, scores.Bleu.Cumulative);
        Assert.Equal(new NltkMeteor().Corpus(shown, references), scores.Meteor);
    }

    private static AuthorsProtocolScores Score(string hypothesis, string reference) => AuthorsProtocolScores.Of([hypothesis], [reference], Words);
}
