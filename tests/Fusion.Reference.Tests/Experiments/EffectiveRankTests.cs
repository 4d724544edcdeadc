using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class EffectiveRankTests
{
    [Fact]
    public void Equal_spread_in_every_direction_uses_them_all() =>
        Assert.Equal(3, EffectiveRank.Of([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]), 1e-6);

    [Fact]
    public void A_line_counts_one_wherever_it_lies() =>
        Assert.Equal(1, EffectiveRank.Of([[5, 1], [6, 3], [7, 5], [8, 7]]), 1e-6);

    [Fact]
    public void Unequal_spread_counts_by_the_entropy_of_its_shares()
    {
        // Singular values 3 : 1, shares 3/4 and 1/4.
        var expected = Math.Exp(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25)));

        Assert.Equal(expected, EffectiveRank.Of([[3, 0], [-3, 0], [0, 1], [0, -1]]), 1e-6);
    }

    [Fact]
    public void Equal_rows_use_no_direction() => Assert.Equal(0, EffectiveRank.Of([[2, 7], [2, 7]]));
}
