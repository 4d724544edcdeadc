using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class BleuTests
{
    private static readonly BleuOptions Plain = new() { Tokenizer = BleuTokenizer.None };
    private static readonly BleuOptions MultiBleu = new() { Variant = BleuVariant.MultiBleu };
    private static readonly BleuOptions Coco = new() { Variant = BleuVariant.Coco };
    private static readonly BleuOptions Nltk = new() { Variant = BleuVariant.Nltk };

    [Theory]
    [InlineData("sacrebleu_corpus_bleu")]
    [InlineData("sacrebleu_raw_corpus_bleu")]
    public void Agrees_with_sacreBLEU_on_every_golden_corpus(string part) =>
        Assert.All(GoldenMetrics.Cases(part), golden =>
        {
            var options = GoldenMetrics.Bleu(golden.GetProperty("options"));
            var statistics = NGramStatistics.Sum(Bleu.Segments(golden.Texts("hyps"), golden.TextLists("ref_streams"), options));
            var expected = golden.GetProperty("expected");
            Agrees(expected, Bleu.Score(statistics, options));
            Assert.Equal(expected.Numbers("counts"), statistics.Correct.ToArray());
            Assert.Equal(expected.Numbers("totals"), statistics.Total.ToArray());
            if (GoldenMetrics.Find(golden, "upstream_expected_score") is { } upstream)
                Assert.Equal(upstream.GetDouble(), Bleu.Score(statistics, options).Score, golden.Number("tol"));
        });

    [Fact]
    public void Agrees_with_sacreBLEU_on_every_golden_statistic() =>
        Assert.All(GoldenMetrics.Cases("sacrebleu_bleu_from_statistics"), golden =>
        {
            var statistics = new NGramStatistics(golden.Numbers("correct"), golden.Numbers("total"), golden.Number("sys_len"), golden.Number("ref_len"));
            Assert.Equal(golden.Number("expected_score"), Bleu.Score(statistics, GoldenMetrics.Bleu(golden.GetProperty("options"))).Score, golden.Number("tol"));
        });

    [Fact]
    public void Agrees_with_sacreBLEU_on_every_golden_sentence() =>
        Assert.All(GoldenMetrics.Cases("sacrebleu_sentence_bleu"), golden =>
        {
            var score = Bleu.Sentence(golden.Text("hyp"), golden.Texts("refs"), GoldenMetrics.Bleu(golden.GetProperty("options")));
            Assert.Equal(golden.Number("upstream_expected_score"), score.Score, golden.Number("tol"));
            if (GoldenMetrics.Find(golden, "expected") is { } expected)
                Agrees(expected, score);
        });

    [Fact]
    public void Agrees_with_multi_bleu_on_every_golden_case() =>
        Assert.All(GoldenMetrics.Cases("multi_bleu_perl"), golden =>
        {
            var options = MultiBleu with { Lowercase = golden.GetProperty("lowercase").GetBoolean() };
            Assert.Equal(golden.Text("expected_line"), MultiBleuLine(Bleu.Corpus(golden.Texts("hyps"), golden.TextLists("ref_streams"), options)));
        });

    [Fact]
    public void Agrees_with_coco_caption_on_every_golden_case() =>
        Assert.All(GoldenMetrics.Cases("coco_bleu_1_to_4_cumulative", "cases"), golden =>
        {
            var score = Bleu.Corpus(golden.Texts("hyps"), golden.TextLists("ref_streams"), Coco);
            for (var order = 1; order <= 4; order++)
                Assert.Equal(golden.GetProperty("expected").Number($"Bleu_{order}"), score.Cumulative[order - 1] / 100, golden.Number("tol"));
        });

    [Fact]
    public void Agrees_with_NLTK_on_every_golden_sentence() =>
        Assert.All(GoldenMetrics.Cases("nltk_bleu", "sentence_bleu"), golden =>
        {
            var options = golden.TryGetProperty("smoothing", out _) ? Nltk with { Smoothing = BleuSmoothing.Floor } : Nltk;
            Assert.Equal(golden.Number("expected"), NltkScore(golden, Bleu.Sentence(golden.Text("hyp"), golden.Texts("refs"), options)), 1e-12);
        });

    [Fact]
    public void Agrees_with_NLTK_on_every_golden_corpus() =>
        Assert.All(GoldenMetrics.Cases("nltk_bleu", "corpus_bleu"), golden =>
        {
            var segments = golden.Texts("hyps").Zip(golden.TextLists("refs_per_segment"), Count);
            Assert.Equal(golden.Number("expected"), NltkScore(golden, Bleu.Score(NGramStatistics.Sum(segments), Nltk)), 1e-12);
        });

    [Fact]
    public void The_mean_over_sentences_is_another_number_than_the_corpus_score()
    {
        var golden = GoldenMetrics.Cases("nltk_bleu", "corpus_bleu")[0];
        var mean = golden.Texts("hyps").Zip(golden.TextLists("refs_per_segment"), Count).Average(segment => Bleu.Score(segment, Nltk).Score);
        Assert.Equal(GoldenMetrics.Part("nltk_bleu", "mean_of_sentence_bleus_is_not_corpus_bleu").Number("expected"), mean / 100, 1e-12);
    }

    [Fact]
    public void Agrees_with_NLTK_on_every_golden_brevity_penalty() =>
        Assert.All(GoldenMetrics.Cases("nltk_bleu", "brevity_penalty"), golden =>
        {
            var statistics = NGramStatistics.Count(Words((int)golden.Number("hyp_len")), [.. golden.Numbers("ref_lens").Select(length => Words((int)length))], 1);
            Assert.Equal(golden.Number("closest"), statistics.ReferenceLength);
            Assert.Equal(golden.Number("expected"), Bleu.Score(statistics, Nltk).BrevityPenalty, 1e-12);
        });

    [Fact]
    public void One_statistic_gives_four_scores()
    {
        // "a b c d" against "a b c e": 3/4, 2/3, 1/2, 0/1.
        string[] hypothesis = ["a b c d"];
        string[][] references = [["a b c e"]];
        var smoothed = Math.Pow(0.75 * 2 / 3 * 0.5 * 0.5, 0.25);
        Assert.Equal(100 * smoothed, Bleu.Corpus(hypothesis, references).Score, 1e-9);
        Assert.Equal(0, Bleu.Corpus(hypothesis, references, MultiBleu).Score);
        Assert.Equal(0, Bleu.Corpus(hypothesis, references, Nltk).Score);
        Assert.Equal(100 * Math.Pow(0.25, 1.0 / 3), Bleu.Corpus(hypothesis, references, Nltk).Cumulative[2], 1e-9);
        Assert.Equal(100 * Math.Pow(0.25 * 1e-15, 0.25), Bleu.Corpus(hypothesis, references, Coco).Score, 1e-6);
    }

    [Fact]
    public void NLTK_counts_a_segment_that_is_too_short_as_a_miss()
    {
        // Values of NLTK 3.8: the two words of the first segment have no trigram, which counts as one that does not match.
        var score = Bleu.Corpus(["a b", "c d e f g"], [["a b", "c d e f h"]], Nltk);
        double[] expected = [85.71428571428571, 82.8078671210825, 69.99028047752017, 58.143073696821936];
        for (var order = 0; order < 4; order++)
            Assert.Equal(expected[order], score.Cumulative[order], 1e-9);
    }

    [Fact]
    public void A_short_sentence_needs_the_effective_order()
    {
        Assert.Equal(0, Bleu.Corpus(["a b c"], [["a b c"]]).Score);
        Assert.Equal(100, Bleu.Sentence("a b c", ["a b c"]).Score, 1e-9);
    }

    [Fact]
    public void Case_counts_unless_it_is_told_not_to()
    {
        Assert.Equal(0, Bleu.Corpus(["A B C D"], [["a b c d"]], Plain).Score);
        Assert.Equal(100, Bleu.Corpus(["A B C D"], [["a b c d"]], Plain with { Lowercase = true }).Score, 1e-9);
    }

    [Fact]
    public void Multi_bleu_knows_the_capitals_and_the_white_space_of_ASCII_alone()
    {
        Assert.Equal(80, Bleu.Corpus(["É B C D E"], [["é b c d e"]], MultiBleu with { Lowercase = true }).Precisions[0], 1e-9);
        Assert.Equal(100, Bleu.Corpus(["É B C D E"], [["é b c d e"]], Plain with { Lowercase = true }).Score, 1e-9);
        string[] line = ["a b\u00A0c\td\u2003"];
        Assert.Equal(3, Bleu.Corpus(line, [line], MultiBleu).HypothesisLength);
        Assert.Equal(4, Bleu.Corpus(line, [line], Plain).HypothesisLength);
    }

    [Fact]
    public void Refuses_sets_of_another_length_and_an_empty_corpus()
    {
        Assert.Contains("expected 2 references", Assert.Throws<ArgumentException>(() => Bleu.Corpus(["a", "b"], [["a"]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Bleu.Corpus([], [[]]));
        Assert.Throws<ArgumentException>(() => Bleu.Corpus(["a"], []));
    }

    [Property]
    public void A_corpus_of_its_own_references_scores_100(byte[][] texts)
    {
        string[] lines = [.. texts.Select(text => $"a b c d {Line(text)}"), "a b c d"];
        Assert.All(AllOptions, options => Assert.Equal(100, Bleu.Corpus(lines, [lines], options).Score, 1e-6));
    }

    [Property]
    public void Scores_lie_between_0_and_100_and_the_last_cumulative_one_is_the_score((byte[] Hypothesis, byte[] Reference)[] segments)
    {
        var (hypotheses, references) = Lines(segments);
        Assert.All(AllOptions, options =>
        {
            var score = Bleu.Corpus(hypotheses, [references], options);
            double[] all = [score.Score, .. score.Precisions, .. score.Cumulative];
            Assert.All(all, value => Assert.InRange(value, 0, 100 + 1e-6));
            Assert.Equal(score.Score, score.Cumulative[^1]);
            Assert.Equal(score.HypothesisLength >= score.ReferenceLength, score.BrevityPenalty > 1 - 1e-6);
        });
    }

    [Property]
    public void The_order_of_references_and_of_segments_does_not_matter((byte[] Hypothesis, byte[] Reference)[] segments, byte[] more)
    {
        var (hypotheses, references) = Lines(segments);
        string[] others = [.. references.Select((line, index) => $"{Line(more)} {(index % 2 == 0 ? line : "")}")];
        var score = Bleu.Corpus(hypotheses, [references, others], Plain).Score;
        Assert.Equal(score, Bleu.Corpus(hypotheses, [others, references], Plain).Score);
        Assert.Equal(score, Bleu.Corpus([.. hypotheses.Reverse()], [[.. references.Reverse()], [.. others.Reverse()]], Plain).Score);
    }

    [Property]
    public void Another_reference_never_lowers_a_precision((byte[] Hypothesis, byte[] Reference)[] segments, byte[] more)
    {
        var (hypotheses, references) = Lines(segments);
        var options = MultiBleu;
        var alone = Bleu.Corpus(hypotheses, [references], options);
        var both = Bleu.Corpus(hypotheses, [references, [.. references.Select(_ => Line(more))]], options);
        for (var order = 0; order < 4; order++)
            Assert.True(both.Precisions[order] >= alone.Precisions[order]);
    }

    private static IEnumerable<BleuOptions> AllOptions => [new(), Plain, new() { Tokenizer = BleuTokenizer.Character }, MultiBleu, Coco, Nltk];

    private static void Agrees(JsonElement expected, BleuScore actual)
    {
        Assert.Equal(expected.Number("score"), actual.Score, 1e-8);
        Assert.Equal(expected.Number("bp"), actual.BrevityPenalty, 1e-12);
        Assert.Equal(expected.Number("sys_len"), actual.HypothesisLength);
        Assert.Equal(expected.Number("ref_len"), actual.ReferenceLength);
        foreach (var (index, precision) in expected.Numbers("precisions").Index())
            Assert.Equal(precision, actual.Precisions[index], 1e-10);
    }

    private static double NltkScore(JsonElement golden, BleuScore score) => score.Cumulative[golden.Numbers("weights").Count(weight => weight > 0) - 1] / 100;

    internal static string MultiBleuLine(BleuScore score) => FormattableString.Invariant(
        $"BLEU = {score.Score:0.00}, {string.Join('/', score.Precisions.Select(precision => FormattableString.Invariant($"{precision:0.0}")))} (BP={score.BrevityPenalty:0.000}, ratio={score.HypothesisLength / score.ReferenceLength:0.000}, hyp_len={score.HypothesisLength}, ref_len={score.ReferenceLength})");

    private static NGramStatistics Count(string hypothesis, string[] references) =>
        NGramStatistics.Count(hypothesis.Split(' '), [.. references.Select(reference => reference.Split(' '))], 4);

    private static string[] Words(int count) => [.. Enumerable.Repeat("a", count)];

    private static string Line(byte[] text) => string.Join(' ', text.Select(letter => (char)('a' + (letter % 5))));

    private static (string[] Hypotheses, string[] References) Lines((byte[] Hypothesis, byte[] Reference)[] segments) =>
        ([.. segments.Select(segment => Line(segment.Hypothesis)), "a"], [.. segments.Select(segment => Line(segment.Reference)), "b"]);
}
