using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class NGramStatisticsTests
{
    [Fact]
    public void Agrees_with_NLTK_on_every_golden_precision() =>
        Assert.All(GoldenMetrics.Cases("nltk_bleu", "modified_precision"), golden =>
        {
            var order = (int)golden.Number("n");
            var statistics = NGramStatistics.Count(golden.Text("hyp").Split(' '), [.. golden.Texts("refs").Select(text => text.Split(' '))], order);
            Assert.Equal(golden.Number("numerator"), statistics.Correct[order - 1]);
            Assert.Equal(golden.Number("denominator"), statistics.Total[order - 1]);
        });

    [Fact]
    public void A_word_counts_at_most_as_often_as_in_the_reference_that_has_most_of_it()
    {
        var statistics = Count("the the the the", "the cat", "the mat the");
        Assert.Equal([2, 0], statistics.Correct.ToArray());
        Assert.Equal([4, 3], statistics.Total.ToArray());
    }

    [Theory]
    [InlineData("a b c", 3, "x x", "x x x x x", "x x x")]
    [InlineData("a b c", 2, "x x x x", "x x")]
    [InlineData("a b c", 5, "x x x x x", "x x x x x x")]
    public void The_closest_length_counts_and_of_two_the_shorter(string hypothesis, int expected, params string[] references) =>
        Assert.Equal(expected, Count(hypothesis, references).ReferenceLength);

    [Fact]
    public void Notes_the_orders_for_which_a_segment_is_too_short()
    {
        Assert.Equal([0, 1], Count("a", "a b").TooShort.ToArray());
        Assert.Equal([1, 2], NGramStatistics.Sum([Count("a", "a"), Count("", "a")]).TooShort.ToArray());
    }

    [Fact]
    public void Refuses_what_cannot_be_counted()
    {
        Assert.Throws<ArgumentException>(() => Count("a"));
        Assert.Throws<ArgumentException>(() => NGramStatistics.Sum([]));
        Assert.Throws<ArgumentException>(() => new NGramStatistics([1], [1, 2], 1, 1));
        Assert.Throws<ArgumentException>(() => NGramStatistics.FromArray([1, 2, 3]));
    }

    [Property]
    public void The_sum_is_the_sum_of_the_arrays((byte[], byte[])[] segments)
    {
        NGramStatistics[] counted = [Count("a", "a"), .. segments.Select(pair => Count(Line(pair.Item1), Line(pair.Item2)))];
        var arrays = counted.Select(segment => segment.ToArray()).Aggregate((sum, next) => [.. sum.Zip(next, (one, other) => one + other)]);
        Assert.Equal(NGramStatistics.Sum(counted).ToArray(), NGramStatistics.FromArray(arrays).ToArray());
    }

    private static NGramStatistics Count(string hypothesis, params string[] references) =>
        NGramStatistics.Count(Words(hypothesis), [.. references.Select(Words)], 2);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Line(byte[] text) => string.Join(' ', text.Select(letter => letter % 4));
}
