using Fusion.Reference.Experiments.Mosi;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Mosi;

public class ModalityRemovalTests
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(0.6)]
    [InlineData(1.0)]
    public void Removes_at_the_rate_and_never_all_of_a_row(double rate)
    {
        var present = ModalityRemoval.Draw(Rows, 3, null, rate, 1);

        Assert.All(Enumerable.Range(0, Rows), row => Assert.Contains(true, Row(present, row)));
        // A modality goes at the rate, save where it is the last one: a third of the rows that lost all.
        var expected = rate - (Math.Pow(rate, 3) / 3);
        Assert.All(Enumerable.Range(0, 3), modality => Assert.Equal(expected, Enumerable.Range(0, Rows).Average(row => present[row, modality] ? 0.0 : 1), 0.02));
    }

    [Fact]
    public void One_modality_goes_alone_and_wholly_at_rate_one()
    {
        var some = ModalityRemoval.Draw(Rows, 3, 1, 0.4, 1);
        Assert.Equal(0.4, Enumerable.Range(0, Rows).Average(row => some[row, 1] ? 0.0 : 1), 0.02);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.True(some[row, 0] && some[row, 2]));

        var none = ModalityRemoval.Draw(Rows, 3, 1, 1, 1);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal([true, false, true], Row(none, row)));
    }

    [Fact]
    public void A_higher_rate_removes_what_a_lower_one_did()
    {
        var (low, high) = (ModalityRemoval.Draw(500, 3, null, 0.4, 7), ModalityRemoval.Draw(500, 3, null, 0.8, 7));

        Assert.All(Enumerable.Range(0, 500), row => Assert.All(Enumerable.Range(0, 3), modality => Assert.True(low[row, modality] || !high[row, modality])));
        Assert.NotEqual(low, ModalityRemoval.Draw(500, 3, null, 0.4, 8));
    }

    private static bool[] Row(bool[,] present, int row) => [present[row, 0], present[row, 1], present[row, 2]];
}
