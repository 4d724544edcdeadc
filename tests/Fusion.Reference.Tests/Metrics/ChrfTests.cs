using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class ChrfTests
{
    private static readonly ChrfOptions Plus = new() { WordOrder = 2 };

    [Fact]
    public void Agrees_with_sacreBLEU_on_every_golden_case() =>
        Assert.All(GoldenMetrics.Cases("sacrebleu_chrf"), golden =>
        {
            var options = Options(golden.GetProperty("options"));
            var (hypotheses, references) = (golden.Texts("hyps"), golden.TextLists("ref_streams"));
            var score = golden.Text("level") == "corpus"
                ? Chrf.Corpus(hypotheses, references, options)
                : Chrf.Sentence(Assert.Single(hypotheses), [.. references.Select(Assert.Single)], options);
            Assert.Equal(golden.Number("expected_score"), score, golden.Number("tol"));
        });

    [Fact]
    public void The_mean_precision_and_recall_make_the_score()
    {
        // "ab" against "abc": precision 1 and 1; recall 2/3 and 1/2; order 3 does not count.
        const double Recall = ((2.0 / 3) + 0.5) / 2;
        Assert.Equal(100 * 5 * Recall / (4 + Recall), Chrf.Sentence("ab", ["abc"]), 1e-12);
        Assert.Equal(100 * 2 * Recall / (1 + Recall), Chrf.Sentence("ab", ["abc"], new ChrfOptions { Beta = 1 }), 1e-12);
    }

    [Theory]
    // "(a)" is the words "(a" and ")".
    [InlineData("(a)", "(a) b", 3, 4, 3, 2, 3, 2, 1, 2, 1)]
    // "(a" is the words "(" and "a".
    [InlineData("(a", "a (", 2, 2, 2, 2, 2, 2, 1, 1, 0)]
    public void Words_lose_one_mark_the_last_before_the_first(string hypothesis, string reference, params int[] expected) =>
        Assert.Equal(
            expected.Select(count => (double)count),
            Assert.Single(Chrf.Segments([hypothesis], [[reference]], new ChrfOptions { CharacterOrder = 1, WordOrder = 2 })));

    [Fact]
    public void The_reference_that_scores_best_counts() =>
        Assert.Equal(Chrf.Corpus(["abcdef", "xyz"], [["abcdef", "xyz"]]), Chrf.Corpus(["abcdef", "xyz"], [["abcdeg", "xyz"], ["abcdef", "xxx"]]), 1e-12);

    [Fact]
    public void Case_and_space_count_only_if_asked_for()
    {
        Assert.Equal(100, Chrf.Sentence("a b c d e f", ["abcdef"]), 1e-12);
        Assert.NotEqual(100, Chrf.Sentence("a b c d e f", ["abcdef"], new ChrfOptions { Whitespace = true }), 1e-12);
        Assert.Equal(0, Chrf.Sentence("ABC", ["abc"]));
        Assert.Equal(100, Chrf.Sentence("ABC", ["abc"], new ChrfOptions { Lowercase = true }), 1e-12);
    }

    [Fact]
    public void The_signature_says_which()
    {
        Assert.Equal($"chrf|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:{BleuOptions.ProgramVersion}", new ChrfOptions().Signature(1));
        Assert.Equal($"chrf++|nrefs:2|case:lc|eff:yes|nc:6|nw:2|space:no|version:{BleuOptions.ProgramVersion}", (Plus with { Lowercase = true }).Signature(2));
    }

    [Property]
    public void A_text_scores_100_against_itself_and_all_scores_lie_between_0_and_100(byte[] text, byte[] other)
    {
        foreach (var options in new[] { new ChrfOptions(), Plus, new ChrfOptions { EpsilonSmoothing = true } })
        {
            Assert.InRange(Chrf.Sentence(Line(text), [Line(other)], options), 0, 100 + 1e-9);
            Assert.Equal(100, Chrf.Sentence($"abcdef {Line(text)}", [$"abcdef {Line(text)}"], options), 1e-9);
        }
    }

    private static ChrfOptions Options(JsonElement options) => new()
    {
        CharacterOrder = GoldenMetrics.Find(options, "char_order")?.GetInt32() ?? 6,
        WordOrder = GoldenMetrics.Find(options, "word_order")?.GetInt32() ?? 0,
        Beta = GoldenMetrics.Find(options, "beta")?.GetDouble() ?? 2,
        EpsilonSmoothing = GoldenMetrics.Find(options, "eps_smoothing")?.GetBoolean() ?? false,
        Whitespace = GoldenMetrics.Find(options, "whitespace")?.GetBoolean() ?? false,
    };

    private static string Line(byte[] text) => string.Concat(text.Select(letter => " abc."[letter % 5]));
}
