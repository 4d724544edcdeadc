using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class PrincipalAxesTests
{
    [Fact]
    public void Finds_the_directions_of_largest_variance_whatever_the_offset()
    {
        // Along (3, 4) / 5 the points lie at -2, -1, 1, 2 and across it at ±0.1; the third column is constant.
        var points = new (double Along, double Across)[] { (-2, 0.1), (-1, -0.1), (1, -0.1), (2, 0.1) };
        var rows = points.Select(point => new[] { (float)(10 + (0.6 * point.Along) - (0.8 * point.Across)), (float)(-5 + (0.8 * point.Along) + (0.6 * point.Across)), 7f }).ToArray();

        var projected = PrincipalAxes.Project(rows);

        foreach (var ((along, across), (x, y)) in points.Zip(projected))
        {
            Assert.Equal(along, x, 1e-5);
            Assert.Equal(Math.Abs(across), Math.Abs(y), 1e-5);
        }
    }

    [Fact]
    public void A_single_column_lies_on_a_line()
    {
        var projected = PrincipalAxes.Project([[1f], [3f]]);

        Assert.Equal([(-1.0, 0.0), (1.0, 0.0)], projected);
    }
}
