using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class BpeLearnerTests
{
    [Fact]
    public void Merges_the_most_frequent_pair_and_of_equals_the_greater()
    {
        var merges = BpeLearner.Learn([["ab", "ab", "ab", "cd", "cd"], ["cd", "xa", "xa"]], 10);

        Assert.Equal([("c", "d</w>"), ("a", "b</w>"), ("x", "a</w>")], merges.Pairs);
    }

    [Fact]
    public void Stops_at_the_number_asked_for_and_at_rare_pairs()
    {
        string[][] text = [["aaaa", "aaaa", "bc"]];

        Assert.Equal([("a", "a")], BpeLearner.Learn(text, 1).Pairs);
        Assert.Equal([("a", "a"), ("aa", "a"), ("aaa", "a</w>")], BpeLearner.Learn([["aaaa", "aaaa", "bc"]], 10).Pairs.Take(3));
        Assert.DoesNotContain(("b", "c</w>"), BpeLearner.Learn(text, 10).Pairs);
        Assert.Contains(("b", "c</w>"), BpeLearner.Learn(text, 10, minimumFrequency: 1).Pairs);
        Assert.Empty(BpeLearner.Learn(text, 0).Pairs);
        Assert.Empty(BpeLearner.Learn([], 10).Pairs);
    }

    [Fact]
    public void Keeps_characters_beyond_the_basic_plane_whole() =>
        Assert.Equal([("\ud83d\ude00", "x</w>")], BpeLearner.Learn([["\ud83d\ude00x", "\ud83d\ude00x"]], 5).Pairs);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void Refuses_words_that_no_file_of_merges_can_hold(string word) => Assert.Throws<ArgumentException>(() => BpeLearner.Learn([[word]], 1));

    [Property(Arbitrary = [typeof(Counts)])]
    public void Learns_what_counting_everything_anew_each_time_learns(WordCounts words) =>
        Assert.Equal(Slow(words.Of, 40, words.Minimum), BpeLearner.Learn(words.Of, 40, words.Minimum).Pairs);

    [Fact]
    public void Agrees_with_every_golden_case()
    {
        var cases = TextGolden.Cases("bpe");
        Assert.NotEmpty(cases);
        Assert.All(cases, golden =>
        {
            var corpus = golden.Text("corpus").Split('\n').Select(TextGolden.Words);
            var merges = BpeLearner.Learn(corpus, golden["num_symbols"]!.GetValue<int>(), golden["min_frequency"]!.GetValue<int>());
            Assert.Equal(golden["merges"]!.AsArray().Select(merge => merge!.GetValue<string>()), Lines(merges));
            Assert.Equal(golden.Text("apply_output"), string.Join(' ', new BpeSegmenter(merges).Segment(TextGolden.Words(golden.Text("apply_input")))));
        });
    }

    [Theory]
    [InlineData(0, "train.fr")]
    [InlineData(1, "train.en", "train.fr")]
    public void Learns_the_published_merges_of_Multi30K(int index, params string[] files)
    {
        var golden = TextGolden.Cases("bpe_multi30k")[index];

        var merges = BpeLearner.Learn(files.SelectMany(file => TextGolden.Multi30K("tok", file)).Select(TextGolden.Words), golden["num_symbols"]!.GetValue<int>());

        Assert.Equal(golden.Text("sha256_of_merges_joined_by_newline_no_header"), Hash(string.Join('\n', Lines(merges))));
        if (golden["applied_sha256"] is not { } applied)
            return;
        var segmenter = new BpeSegmenter(merges);
        var lines = TextGolden.Multi30K("tok", "val.fr").Select(line => string.Join(' ', segmenter.Segment(TextGolden.Words(line)))).ToArray();
        Assert.Equal(golden["applied_first3"]!.AsArray().Select(line => line!.GetValue<string>()), lines.Take(3));
        Assert.Equal(applied.GetValue<string>(), Hash(string.Concat(lines.Select(line => line + "\n"))));
    }

    private static IEnumerable<string> Lines(BpeMerges merges) => merges.Pairs.Select(pair => $"{pair.First} {pair.Second}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The definition, without a queue or an index.</summary>
    private static List<(string, string)> Slow(IReadOnlyDictionary<string, long> counts, int merges, long minimum)
    {
        var words = counts.Select(pair => (Symbols: BpeSymbols.Of(pair.Key), Count: pair.Value)).ToArray();
        var learned = new List<(string First, string Second)>();
        while (learned.Count < merges)
        {
            var pairs = words.SelectMany(word => word.Symbols.Zip(word.Symbols.Skip(1)).Select(pair => (Pair: pair, word.Count)))
                .GroupBy(entry => entry.Pair).Select(group => (group.Key.First, group.Key.Second, Count: group.Sum(entry => entry.Count))).ToList();
            if (pairs.Count == 0)
                break;
            var best = pairs.MaxBy(pair => pair, Comparer<(string First, string Second, long Count)>.Create((left, right) =>
                left.Count != right.Count ? left.Count.CompareTo(right.Count)
                : left.First != right.First ? Letters.CompareCodePoints(left.First, right.First) : Letters.CompareCodePoints(left.Second, right.Second)));
            if (best.Count < minimum)
                break;
            learned.Add((best.First, best.Second));
            foreach (var (symbols, _) in words)
                for (var index = 0; index + 1 < symbols.Count; index++)
                    if (symbols[index] == best.First && symbols[index + 1] == best.Second)
                    {
                        symbols[index] += symbols[index + 1];
                        symbols.RemoveAt(index + 1);
                    }
        }

        return learned;
    }

    public sealed record WordCounts(IReadOnlyDictionary<string, long> Of, long Minimum);

    public static class Counts
    {
        public static Arbitrary<WordCounts> Any() =>
            (from words in Gen.Elements("a", "b", "c", "aa", "\ud83d\ude00", "\ue000", "<", "/", "w", ">").NonEmptyListOf().Select(parts => string.Concat(parts)).Where(word => word.Length < 20).NonEmptyListOf()
             from first in Gen.Choose(1, 5)
             from minimum in Gen.Choose(1, 3)
             select new WordCounts(words.CountBy(word => word).ToDictionary(pair => pair.Key, pair => (long)pair.Value * first), minimum)).ToArbitrary();
    }
}
