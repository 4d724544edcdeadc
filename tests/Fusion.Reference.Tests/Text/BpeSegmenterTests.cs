using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class BpeSegmenterTests
{
    private static readonly BpeMerges Merges = new([("l", "o"), ("lo", "w</w>"), ("w", "e"), ("e", "r</w>"), ("lo", "we"), ("lo", "we")]);

    [Theory]
    [InlineData("low", "low")]
    [InlineData("lower", "lowe@@ r")]
    [InlineData("lowlow", "lo@@ w@@ low")]
    [InlineData("per", "p@@ er")]
    [InlineData("é", "é")]
    [InlineData("\ud83d\ude00!", "\ud83d\ude00@@ !")]
    [InlineData("low per", "low p@@ er")]
    [InlineData("", "")]
    public void Applies_merges_in_the_order_they_were_learned(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', new BpeSegmenter(Merges).Segment(TextGolden.Words(line))));

    [Theory]
    [InlineData(1, "lowe@@ r")]
    [InlineData(3, "lo@@ w@@ e@@ r")]
    [InlineData(9, "l@@ o@@ w@@ e@@ r")]
    public void Splits_pieces_that_are_too_rare(int threshold, string expected)
    {
        var pieces = PieceVocabulary.Build(new Dictionary<string, long> { ["lowe@@"] = 2, ["lo@@"] = 5, ["w@@"] = 7, ["e@@"] = 7, ["r"] = 3 });

        Assert.Equal(expected, string.Join(' ', new BpeSegmenter(Merges, pieces.AtLeast(threshold)).Pieces("lower")));
    }

    [Fact]
    public void Splits_the_rare_end_of_a_word_too() =>
        Assert.Equal(["l@@", "o@@", "w"], new BpeSegmenter(Merges, PieceVocabulary.Build([])).Pieces("low"));

    [Theory]
    [InlineData("a@@ b c", "ab c")]
    [InlineData("a@@ b@@", "ab")]
    [InlineData("@@ a", "a")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    public void Joins_pieces(string pieces, string expected) => Assert.Equal(expected, string.Join(' ', BpeSegmenter.Join(TextGolden.Words(pieces))));

    [Fact]
    public void Gives_the_same_pieces_when_asked_again()
    {
        var segmenter = new BpeSegmenter(Merges);

        Assert.Same(segmenter.Pieces("lower"), segmenter.Pieces("lower"));
    }

    // For each merge that could be made, from the left and step by step, whether it is left out.
    [Theory]
    [InlineData("lower", "nnnnnn", "lowe@@ r")]
    [InlineData("lower", "yyy", "l@@ o@@ w@@ e@@ r")]
    [InlineData("lower", "yyny", "l@@ o@@ w@@ er")]
    [InlineData("lowlow", "nyy", "lo@@ w@@ l@@ o@@ w")]
    [InlineData("lowlow", "ynyny", "l@@ o@@ w@@ low")]
    [InlineData("lowlow", "nynn", "lo@@ w@@ low")]
    public void A_merge_is_left_out_of_one_place_and_one_step(string word, string answers, string expected)
    {
        var answer = 0;

        var pieces = new BpeSegmenter(Merges).Pieces(word, () => answers[answer++] == 'y');

        Assert.Equal(expected, string.Join(' ', pieces));
        Assert.Equal(answers.Length, answer);
    }

    [Theory]
    [InlineData("nn", "aa@@ a@@ b")]
    [InlineData("yn", "a@@ aa@@ b")]
    public void Of_places_that_overlap_the_first_is_merged(string answers, string expected)
    {
        var answer = 0;

        Assert.Equal(expected, string.Join(' ', new BpeSegmenter(new BpeMerges([("a", "a")])).Pieces("aaab", () => answers[answer++] == 'y')));
    }

    [Fact]
    public void Knows_every_piece_that_can_come_of_a_word()
    {
        Assert.Equal(["e@@", "er", "l@@", "lo@@", "lowe@@", "o@@", "r", "w@@", "we@@"], new BpeSegmenter(Merges).PossiblePieces("lower").Order(StringComparer.Ordinal));
        // What the ends of words are made of is another piece than the same letters before.
        Assert.Equal(["l@@", "lo@@", "low", "o@@", "w"], new BpeSegmenter(Merges).PossiblePieces("low").Order(StringComparer.Ordinal));
        Assert.Equal(2, new BpeSegmenter(Merges).PossiblePieces("lowlow").Count(piece => piece == "lo@@"));
    }

    [Property(Arbitrary = [typeof(Texts)])]
    public void Joins_what_it_split_with_merges_left_out_and_knows_the_pieces(TwoTexts texts, byte share, ulong seed)
    {
        var merges = BpeLearner.Learn([texts.Training], 20);
        var all = new BpeSegmenter(merges);
        var allowed = PieceVocabulary.Build(all.Segment(texts.Training).CountBy(piece => piece).Select(pair => KeyValuePair.Create(pair.Key, (long)pair.Value))).AtLeast(2);

        foreach (var segmenter in new[] { all, new BpeSegmenter(merges, allowed) })
            foreach (var (line, word) in texts.Other.Concat(texts.Training).Index())
            {
                var pieces = segmenter.Pieces(word, new MergeDrop(share / 256.0, seed).Of(1, line));
                Assert.Equal([word], BpeSegmenter.Join(pieces));
                Assert.Subset(segmenter.PossiblePieces(word).ToHashSet(), pieces.ToHashSet());
                Assert.Equal(segmenter.Pieces(word), segmenter.Pieces(word, () => false));
                Assert.Equal(Letters(word), segmenter.Pieces(word, () => true));
            }

        static IEnumerable<string> Letters(string word)
        {
            var symbols = BpeSymbols.Of(word);
            return [.. symbols.SkipLast(1).Select(symbol => symbol + BpeSegmenter.Joiner), symbols[^1][..^BpeMerges.EndOfWord.Length]];
        }
    }

    [Property(Arbitrary = [typeof(Texts)])]
    public void Joins_what_it_split(TwoTexts texts)
    {
        var merges = BpeLearner.Learn([texts.Training], 20);
        var all = new BpeSegmenter(merges);
        var allowed = PieceVocabulary.Build(all.Segment(texts.Training).CountBy(piece => piece).Select(pair => KeyValuePair.Create(pair.Key, (long)pair.Value))).AtLeast(2);

        foreach (var segmenter in new[] { all, new BpeSegmenter(merges, allowed) })
        {
            Assert.Equal(texts.Other, BpeSegmenter.Join(segmenter.Segment(texts.Other)));
            Assert.Equal(texts.Other, BpeSegmenter.Join(BpeSegmenter.Join(segmenter.Segment(texts.Other))));
        }
    }

    public sealed record TwoTexts(string[] Training, string[] Other);

    public static class Texts
    {
        // The letters of the end-of-word mark are there on purpose.
        private static readonly Gen<string> Word = Gen.Elements("a", "b", "c", "é", "\ud83d\ude00", "\ud83d", "<", "/", "w", ">", "</w>").NonEmptyListOf().Select(parts => string.Concat(parts));

        public static Arbitrary<TwoTexts> Any() => (from training in Word.ArrayOf() from other in Word.ArrayOf() select new TwoTexts(training, other)).ToArbitrary();
    }
}
