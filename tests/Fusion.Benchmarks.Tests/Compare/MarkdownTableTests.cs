using Fusion.Benchmarks.Compare;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class MarkdownTableTests
{
    [Theory]
    [InlineData(0.987, "0.99")]
    [InlineData(-1.5, "-1.50")]
    [InlineData(-1e-9, "0.00")]
    [InlineData(null, "-")]
    public void A_ratio_has_two_digits_and_no_sign_of_rounding(double? value, string expected) => Assert.Equal(expected, MarkdownTable.Ratio(value));
}
