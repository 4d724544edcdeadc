using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class MeteorAlignerTests
{
    [Fact]
    public void Of_two_places_the_one_that_makes_fewer_chunks_is_taken()
    {
        // "b a b c" against "x b c": the second b continues to c, though the first is found first.
        var matches = Align("b a b c", "x b c");
        Assert.Equal([(2, 1), (3, 2)], matches.Select(match => (match.Start, match.ReferenceStart)));
    }

    [Fact]
    public void More_matched_words_count_more_than_fewer_chunks() =>
        Assert.Equal([(2, 0), (0, 1), (1, 2)], Align("a b a", "a a b").Select(match => (match.Start, match.ReferenceStart)));

    [Fact]
    public void A_match_without_a_rival_is_taken_whatever_it_costs() =>
        Assert.Equal([(3, 0), (1, 2)], Align("x b y a", "a z b").Select(match => (match.Start, match.ReferenceStart)));

    [Fact]
    public void A_single_stem_that_has_rivals_adds_no_matched_word()
    {
        // Two places for one word of the reference: either costs a chunk and adds nothing, so none is taken.
        MeteorMatch[] candidates = [new(0, 1, 0, 1, Stage: 1), new(2, 1, 0, 1, Stage: 1)];
        Assert.Empty(MeteorAligner.Align(candidates, 3, 1));
        // Without a rival, and as an exact match, it is.
        Assert.Single(MeteorAligner.Align(candidates[..1], 3, 1));
        Assert.Single(MeteorAligner.Align([.. candidates.Select(match => match with { Stage = 0 })], 3, 1));
    }

    [Property]
    public void Every_word_is_aligned_at_most_once_and_equal_words_only(byte[] hypothesis, byte[] reference)
    {
        var (words, others) = (Line(hypothesis), Line(reference));
        var matches = Align(words, others);
        Assert.Equal(matches.Count, matches.Select(match => match.Start).Distinct().Count());
        Assert.Equal(matches.Select(match => match.ReferenceStart).Order().Distinct(), matches.Select(match => match.ReferenceStart));
        Assert.All(matches, match => Assert.Equal(Words(words)[match.Start], Words(others)[match.ReferenceStart]));
        // Exact matches are worth so much that none is left out.
        Assert.Equal(Words(words).GroupBy(word => word).Sum(group => Math.Min(group.Count(), Words(others).Count(word => word == group.Key))), matches.Count);
    }

    private static IReadOnlyList<MeteorMatch> Align(string hypothesis, string reference)
    {
        var (words, others) = (Words(hypothesis), Words(reference));
        var candidates = from other in Enumerable.Range(0, others.Length)
                         from word in Enumerable.Range(0, words.Length)
                         where words[word] == others[other]
                         select new MeteorMatch(word, 1, other, 1, Stage: 0);
        return MeteorAligner.Align([.. candidates], words.Length, others.Length);
    }

    // Four letters and at most eight words: no choice is lost from the beam.
    private static string Line(byte[] text) => string.Join(' ', text.Take(8).Select(letter => (char)('a' + (letter % 4))));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
