using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class MeteorMatcherTests
{
    [Fact]
    public void A_stem_matches_other_words_only() =>
        Assert.Equal([new MeteorMatch(0, 1, 0, 1, 0), new MeteorMatch(1, 1, 0, 1, 1)], Candidates("casa casas", "casa rua"));

    [Fact]
    public void Between_equal_texts_only_the_same_words_match() =>
        Assert.Equal([new MeteorMatch(0, 1, 0, 1, 0), new MeteorMatch(1, 1, 1, 1, 0)], Candidates("casa casas", "casa casas"));

    [Fact]
    public void Phrases_of_any_length_match_in_both_directions()
    {
        var table = new ParaphraseTable();
        table.Add("a b c", "x");
        Assert.Equal(new MeteorMatch(1, 1, 0, 3, 2), Assert.Single(Candidates("y x", "a b c", table)));
        Assert.Equal(new MeteorMatch(0, 3, 1, 1, 2), Assert.Single(Candidates("a b c", "y x", table)));
    }

    private static List<MeteorMatch> Candidates(string hypothesis, string reference, ParaphraseTable? paraphrases = null) =>
        new MeteorMatcher(
                [MeteorModule.Exact, MeteorModule.Stem, .. paraphrases is null ? Array.Empty<MeteorModule>() : [MeteorModule.Paraphrase]],
                new Stemmer("pt"), MeteorTables.Own() with { Paraphrases = paraphrases })
            .Candidates(hypothesis.Split(' '), reference.Split(' '));
}
