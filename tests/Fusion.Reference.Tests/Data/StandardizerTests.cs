using FsCheck.Xunit;
using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Data;

public class StandardizerTests
{
    [Property]
    public void Brings_training_columns_to_mean_0_and_deviation_1(ulong seed, bool heavyTailed)
    {
        var random = new SeededRandom(seed);
        float[][] rows = [.. Enumerable.Range(0, 50).Select(_ => new[] { (float)Math.Exp(3 * random.Normal()), (float)(-5 + 1e-3 * random.Normal()) })];

        var standardizer = Standardizer.Fit(rows, heavyTailed ? [0] : []);
        var transformed = rows.Select(standardizer.Transform).ToArray();

        for (var column = 0; column < 2; column++)
        {
            var mean = transformed.Average(row => row[column]);
            Assert.InRange(mean, -1e-4, 1e-4);
            Assert.InRange(Math.Sqrt(transformed.Average(row => Math.Pow(row[column] - mean, 2))), 0.999, 1.001);
        }
    }

    [Fact]
    public void Compresses_outliers_of_either_sign_and_keeps_the_order()
    {
        float[][] rows = [.. Enumerable.Range(-50, 101).Select(value => new[] { 0.001f * value }), [4f], [-4f]];

        var plain = Standardizer.Fit(rows);
        var compressed = Standardizer.Fit(rows, 0);

        Assert.True(Math.Abs(plain.Transform([4f])[0]) > 7);
        Assert.True(Math.Abs(compressed.Transform([4f])[0]) < 5);
        Assert.True(Math.Abs(compressed.Transform([-4f])[0]) < 5);
        var ordered = rows.OrderBy(row => row[0]).Select(row => compressed.Transform(row)[0]).ToArray();
        Assert.Equal(ordered.Order(), ordered);
    }

    [Theory]
    [InlineData(0.1f, false)]
    [InlineData(0f, true)]
    [InlineData(-3e-6f, true)]
    public void A_constant_column_becomes_zeros(float constant, bool heavyTailed)
    {
        float[][] rows = [.. Enumerable.Repeat(new[] { constant }, 7)];

        var standardizer = Standardizer.Fit(rows, heavyTailed ? [0] : []);

        Assert.Equal([0f], standardizer.Transform(rows[0]));
        Assert.Equal([0f], standardizer.Transform([constant + 5]));
    }

    [Fact]
    public void Learns_nothing_from_later_rows_and_leaves_them_alone()
    {
        var standardizer = Standardizer.Fit([[0f], [2f]]);
        float[] row = [11f];

        Assert.Equal([10f], standardizer.Transform(row));
        Assert.Equal([10f], standardizer.Transform(row));
        Assert.Equal([11f], row);
        Assert.Throws<ArgumentOutOfRangeException>(() => standardizer.Transform([1f, 2f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Standardizer.Fit([]));
    }

    [Fact]
    public void Comes_back_from_json_unchanged()
    {
        float[][] rows = [[0.003f, 7f, -1f], [0.25f, 7f, 2.5f], [81f, 7f, 0.1f]];
        var fitted = Standardizer.Fit(rows, 0);

        var read = Standardizer.FromJson(fitted.ToJson(), "recipe.json");

        Assert.All(rows, row => Assert.Equal(fitted.Transform(row), read.Transform(row)));
    }

    [Theory]
    [InlineData("[{\"Scale\":-1,\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("[{\"Scale\":1,")]
    public void Refuses_bad_json(string json) =>
        Assert.StartsWith("recipe.json", Assert.Throws<DataFormatException>(() => Standardizer.FromJson(json, "recipe.json")).Message);

    [Fact]
    public void A_range_is_brought_to_0_and_1_and_goes_on_beyond_them()
    {
        var standardizer = Standardizer.FitRange([[2, 5, -1], [6, 5, 1], [3, 5, 0]]);

        Assert.Equal([0f, 0f, 0f], standardizer.Transform([2, 5, -1]));
        Assert.Equal([1f, 0f, 1f], standardizer.Transform([6, 5, 1]));
        Assert.Equal([2f, 0f, 0.75f], standardizer.Transform([10, 9, 0.5f]));
        Assert.Equal([2f, 0f, 0.75f], Standardizer.FromJson(standardizer.ToJson(), "file").Transform([10, 9, 0.5f]));
    }
}
