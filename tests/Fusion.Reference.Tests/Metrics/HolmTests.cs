using FsCheck;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class HolmTests
{
    [Fact]
    public void Multiplies_by_the_number_of_hypotheses_left_and_never_decreases()
    {
        // Sorted 0.01, 0.03, 0.04, 0.20 times 4, 3, 2, 1 = 0.04, 0.09, 0.08 (raised to 0.09), 0.20.
        double[] expected = [0.09, 0.04, 0.20, 0.09];
        var actual = Holm.Adjust([0.03, 0.01, 0.20, 0.04]);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void Rejects_what_is_no_probability()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([0.5, 1.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([double.NaN]));
    }

    [Property]
    public void Lies_between_the_p_value_and_Bonferroni(ushort[] numbers)
    {
        double[] values = [.. numbers.Select(number => number / 65535.0)];
        var adjusted = Holm.Adjust(values);
        Assert.All(values.Zip(adjusted), pair => Assert.InRange(pair.Second, pair.First, Math.Min(1, pair.First * values.Length) + 1e-12));
    }
}
