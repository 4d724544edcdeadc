using Fusion.Reference.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class AttentionHeadsTests
{
    private const long Width = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_head_reads_its_own_columns(int heads)
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = Sequences(3, 4);
        using var attention = new AttentionHeads(Width, heads);
        var width = Width / heads;

        var found = attention.Read(queries, keys, values, null);

        foreach (var head in Enumerable.Range(0, heads))
        {
            Tensor Own(Tensor all) => all.narrow(2, head * width, width);
            using var scale = Math.Sqrt(width).ToScalar();
            var weights = nn.functional.softmax(Own(queries).bmm(Own(keys).transpose(1, 2)) / scale, 2);
            Assert.True(allclose(weights.bmm(Own(values)), Own(found), rtol: 0, atol: 1e-12), $"head {head}");
        }
    }

    [Fact]
    public void Padding_is_as_if_it_were_not_there()
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = Sequences(3, 4);
        using var attention = new AttentionHeads(Width, 2);
        var padding = tensor(new[,] { { false, false, true, true }, { false, false, false, false } });

        var found = attention.Read(queries, keys, values, padding);

        Tensor Alone(long row, long steps) => attention.Read(
            queries.narrow(0, row, 1), keys.narrow(0, row, 1).narrow(1, 0, steps), values.narrow(0, row, 1).narrow(1, 0, steps), null);
        Assert.True(allclose(cat([Alone(0, 2), Alone(1, 4)]), found, rtol: 0, atol: 1e-12));
    }

    [Fact]
    public void Dropout_takes_weights_away()
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = Sequences(3, 4);
        using var noise = new DropoutNoise();
        using var dropout = new NoiseDropout(0.5, noise);
        using var attention = new AttentionHeads(Width, 2);
        var plain = attention.Read(queries, keys, values, null);

        Assert.False(allclose(plain, attention.Read(queries, keys, values, null, dropout)));
        dropout.eval();
        Assert.True(allclose(plain, attention.Read(queries, keys, values, null, dropout), rtol: 0, atol: 0));
    }

    [Fact]
    public void Heads_divide_the_width() =>
        Assert.Contains("expected heads that divide the width 6, found 4", Assert.Throws<ArgumentException>(() => new AttentionHeads(Width, 4)).Message, StringComparison.Ordinal);

    private static (Tensor Queries, Tensor Keys, Tensor Values) Sequences(long steps, long length)
    {
        manual_seed(5);
        return (randn([2, steps, Width], ScalarType.Float64), randn([2, length, Width], ScalarType.Float64), randn([2, length, Width], ScalarType.Float64));
    }
}
