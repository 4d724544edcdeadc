using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class NltkMeteorTests
{
    [Fact]
    public void Agrees_with_NLTK_on_every_golden_case() =>
        Assert.All(GoldenMetrics.Cases("nltk_meteor", "cases"), golden =>
            Assert.Equal(golden.Number("expected"), new NltkMeteor(Stemmer(golden)).Segment(golden.Texts("hyp"), golden.TextLists("refs")), golden.Number("tol")));

    [Fact]
    public void Precision_recall_and_chunks_make_the_score()
    {
        // Three of four words match three of five, in two chunks.
        const double Mean = 0.75 * 0.6 / ((0.9 * 0.75) + (0.1 * 0.6));
        var expected = Mean * (1 - (0.5 * Math.Pow(2.0 / 3, 3)));
        Assert.Equal(expected, new NltkMeteor().Corpus(["a b x c"], [["a b c y z"]]), 1e-12);
    }

    [Fact]
    public void The_last_of_equal_words_is_paired_first()
    {
        // The last a takes the last a of the reference, so "a b" stays together.
        Assert.Equal(Score("b a b"), Score("q a b"));

        static double Score(string hypothesis) => new NltkMeteor().Corpus([hypothesis], [["a b"]]);
    }

    [Fact]
    public void Words_match_exactly_by_stem_and_by_the_synonyms_given()
    {
        Assert.Equal(new NltkMeteor().Corpus(["cat sat"], [["cat sat"]]), new NltkMeteor().Corpus(["cats sat"], [["CAT sat"]]));
        Assert.Equal(0, new NltkMeteor().Corpus(["hat"], [["cap"]]));
        Assert.Equal(0.5, new NltkMeteor(synonyms: new SynonymSets([["hat", "cap"]])).Corpus(["hat"], [["cap"]]), 1e-12);
    }

    [Fact]
    public void A_corpus_scores_the_mean_of_its_segments() =>
        Assert.Equal(0.25, new NltkMeteor().Corpus(["hat", "x"], [["hat", "y"]]), 1e-12);

    [Fact]
    public void The_signature_names_stemmer_and_modules()
    {
        Assert.StartsWith("meteor-nltk|nrefs:1|text:given|stem:porter|modules:exact+stem|", new NltkMeteor().Signature(1), StringComparison.Ordinal);
        Assert.StartsWith("meteor-nltk|nrefs:2|text:given|stem:pt|modules:exact+stem+synonym|", new NltkMeteor(new Stemmer("pt"), new SynonymSets([])).Signature(2), StringComparison.Ordinal);
    }

    [Property]
    public void Scores_lie_between_0_and_1_and_a_text_loses_to_itself_only_for_its_one_chunk(byte[] hypothesis, byte[] reference)
    {
        var meteor = new NltkMeteor();
        var (words, others) = (Line(hypothesis), Line(reference));
        Assert.InRange(meteor.Segment(words, [others]), 0, 1);
        if (words.Length > 0)
            Assert.InRange(meteor.Segment(words, [words]), 0.5, 1);
        Assert.Equal(meteor.Segment(words, [others, words]), meteor.Segment(words, [words, others]));
    }

    private static Stemmer? Stemmer(JsonElement golden) => GoldenMetrics.Find(golden, "stemmer")?.GetString() switch
    {
        null => null,
        "snowball-portuguese" => new Stemmer("pt"),
        "snowball-french" => new Stemmer("fr"),
        var other => throw new ArgumentException($"no stemmer '{other}'"),
    };

    private static string[] Line(byte[] text)
    {
        string[] words = ["cat", "cats", "sat", "mat"];
        return [.. text.Select(letter => words[letter % words.Length])];
    }
}
