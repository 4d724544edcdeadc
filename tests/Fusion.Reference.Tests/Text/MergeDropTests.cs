using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class MergeDropTests
{
    [Fact]
    public void Leaves_out_none_at_0_and_otherwise_the_share_asked_for()
    {
        Assert.DoesNotContain(true, Draws(new MergeDrop(0, 1), 1, 7, 1000));
        Assert.InRange(Draws(new MergeDrop(0.3, 5), 1, 0, 20_000).Count(drop => drop), 5_800, 6_200);
    }

    [Fact]
    public void Depends_on_seed_epoch_and_line_alone()
    {
        var draws = Draws(new MergeDrop(0.5, 1), 2, 3, 64);

        Assert.Equal(draws, Draws(new MergeDrop(0.5, 1), 2, 3, 64));
        Assert.NotEqual(draws, Draws(new MergeDrop(0.5, 2), 2, 3, 64));
        Assert.NotEqual(draws, Draws(new MergeDrop(0.5, 1), 3, 3, 64));
        Assert.NotEqual(draws, Draws(new MergeDrop(0.5, 1), 2, 4, 64));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Refuses_what_is_no_probability_below_1(double probability) => Assert.Throws<ArgumentOutOfRangeException>(() => new MergeDrop(probability, 1));

    private static bool[] Draws(MergeDrop drop, int epoch, long line, int count)
    {
        var leavesOut = drop.Of(epoch, line);
        return [.. Enumerable.Range(0, count).Select(_ => leavesOut())];
    }
}
