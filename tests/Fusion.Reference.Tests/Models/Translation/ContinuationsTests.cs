using Fusion.Reference.Models.Translation;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class ContinuationsTests
{
    // With 9 words and with more than a vector register holds, one row for a line and several, more wanted than there are.
    [Theory]
    [InlineData(9, 1, 4)]
    [InlineData(9, 3, 10)]
    [InlineData(9, 2, 40)]
    [InlineData(101, 5, 10)]
    [InlineData(64, 5, 1)]
    public void The_kernel_finds_what_torch_finds(int words, int rows, int count)
    {
        using var scope = NewDisposeScope();
        const int lines = 6;
        var logits = randn(lines * rows, words, generator: new Generator(1)) * 3;
        float[] before = [.. Enumerable.Range(0, lines * rows).Select(row => -0.7f * (row % rows))];

        var found = Continuations.Likeliest(logits, before, lines, count);
        // Double values are not the kernel's.
        var expected = Continuations.Likeliest(logits.to(ScalarType.Float64), before, lines, count);

        Assert.Equal(lines, found.Length);
        foreach (var (own, torchs) in found.Zip(expected))
        {
            Assert.Equal(Math.Min(count, rows * (words - 2)), own.Length);
            Assert.Equal(torchs.Select(each => (each.Parent, each.Word)), own.Select(each => (each.Parent, each.Word)));
            Assert.All(own.Zip(torchs), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-5f));
        }
    }

    [Fact]
    public void Padding_and_start_are_no_words_and_the_others_share_their_probability()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var found = Assert.Single(Continuations.Likeliest(tensor(new[,] { { 100f, 100f, 0f, 1f } }).to(type), [0], 1, 4));
            Assert.Equal([3, 2], found.Select(each => each.Word));
            Assert.Equal(1, found.Sum(each => Math.Exp(each.Score)), 1e-6);
        }
    }

    [Fact]
    public void Of_equally_likely_words_the_first_come_first()
    {
        using var scope = NewDisposeScope();
        var found = Assert.Single(Continuations.Likeliest(zeros(2, 40), [0, 0], 1, 3));
        Assert.Equal([(0, 2L), (0, 3L), (0, 4L)], found.Select(each => (each.Parent, each.Word)));
    }

    [Fact]
    public void A_model_whose_scores_are_no_numbers_still_goes_on()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(5, Assert.Single(Continuations.Likeliest(full(1, 40, float.NaN), [0], 1, 5)).Length);
    }
}
