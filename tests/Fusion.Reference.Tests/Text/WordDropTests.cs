using FsCheck.Xunit;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class WordDropTests
{
    [Fact]
    public void Drops_none_at_0_and_all_at_1()
    {
        Assert.DoesNotContain(true, new WordDrop(0, 1).Of(7, 1000));
        Assert.DoesNotContain(false, new WordDrop(1, 1).Of(7, 1000));
        Assert.Empty(new WordDrop(0.5, 1).Of(7, 0));
    }

    [Fact]
    public void Drops_the_share_asked_for() => Assert.InRange(new WordDrop(0.3, 5).Of(0, 20_000).Count(drop => drop), 5_800, 6_200);

    [Property]
    public void A_higher_probability_drops_the_same_words_and_more(byte low, byte high, ulong seed, uint line)
    {
        var (less, more) = (Math.Min(low, high) / 255.0, Math.Max(low, high) / 255.0);

        Assert.All(new WordDrop(less, seed).Of(line, 50).Zip(new WordDrop(more, seed).Of(line, 50)), pair => Assert.True(!pair.First || pair.Second));
    }

    [Fact]
    public void Depends_on_seed_and_line()
    {
        var drops = new WordDrop(0.5, 1).Of(3, 64);

        Assert.Equal(drops, new WordDrop(0.5, 1).Of(3, 64));
        Assert.NotEqual(drops, new WordDrop(0.5, 2).Of(3, 64));
        Assert.NotEqual(drops, new WordDrop(0.5, 1).Of(4, 64));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Refuses_what_is_no_probability(double probability) => Assert.Throws<ArgumentOutOfRangeException>(() => new WordDrop(probability, 1));
}
