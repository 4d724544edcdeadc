using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class TerTests
{
    [Fact]
    public void Agrees_with_sacreBLEU_on_every_golden_case() =>
        Assert.All(GoldenMetrics.Cases("sacrebleu_ter"), golden =>
            Assert.Equal(golden.Number("expected_score"), Ter.Corpus(golden.Texts("hyps"), golden.TextLists("ref_streams")), golden.Number("tol")));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "a", 100)]
    [InlineData("a", "", 100)]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a x c d", "a b c d", 25)]
    // One shift, however many words it moves, and however far.
    [InlineData("d e f g h a b c", "a b c d e f g h", 12.5)]
    // The example of Snover et al. (2006): one shift, one insertion and two words replaced, for thirteen words.
    [InlineData(
        "THIS WEEK THE SAUDIS denied information published in the new york times",
        "SAUDI ARABIA denied THIS WEEK information published in the AMERICAN new york times", 400.0 / 13)]
    public void Edits_for_each_hundred_words(string hypothesis, string reference, double expected) =>
        Assert.Equal(expected, Ter.Corpus([hypothesis], [[reference]]), 1e-12);

    [Fact]
    public void The_nearest_reference_counts_for_the_edits_and_all_for_the_length() =>
        Assert.Equal(100 * 1 / 3.0, Ter.Corpus(["a b"], [["a b c"], ["x y z"]]), 1e-12);

    [Fact]
    public void A_corpus_sums_edits_and_words() =>
        Assert.Equal(100 * 2 / 5.0, Ter.Corpus(["a", "b c x"], [["a y", "b c d"]]), 1e-12);

    [Fact]
    public void Case_counts_only_if_asked_for()
    {
        Assert.Equal(0, Ter.Corpus(["A b"], [["a B"]]));
        Assert.Equal(100, Ter.Corpus(["A b"], [["a B"]], caseSensitive: true));
    }

    [Property]
    public void Shifts_only_help(byte[] text, byte[] other)
    {
        int[] hypothesis = [.. text.Select(letter => letter % 5)], reference = [.. other.Select(letter => letter % 5)];
        var (edits, words) = Assert.Single(Ter.Segments([string.Join(' ', hypothesis)], [[string.Join(' ', reference)]]));

        Assert.Equal(reference.Length, words);
        Assert.InRange(edits, Math.Abs(hypothesis.Length - reference.Length), WordAlignment.EditsOf(hypothesis, reference));
    }
}
