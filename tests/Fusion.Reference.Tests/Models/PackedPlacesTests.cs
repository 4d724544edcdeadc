using Fusion.Reference.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch.nn.utils.rnn;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class PackedPlacesTests
{
    [Fact]
    public void Sums_and_means_are_those_of_each_sequence_in_the_order_of_the_batch()
    {
        using var scope = NewDisposeScope();
        var lengths = tensor([2L, 4, 1]);
        var padded = arange(0, 24, 1, ScalarType.Float64).view(3, 4, 2);
        using var packed = pack_padded_sequence(padded, lengths, batch_first: true, enforce_sorted: false);
        var places = PackedPlaces.Of(packed);

        Assert.Equal([2, 4, 44, 48, 16, 17], places.Sum(packed.data).data<double>().ToArray());
        Assert.Equal([1, 2, 11, 12, 16, 17], places.Mean(packed.data, lengths).data<double>().ToArray());
    }

    [Fact]
    public void Means_of_long_sequences_in_16_bits_lose_no_row()
    {
        using var scope = NewDisposeScope();
        var lengths = tensor([2000L, 3]);
        using var packed = pack_padded_sequence(full([2, 2000, 1], 3f.ToScalar(), ScalarType.BFloat16), lengths, batch_first: true, enforce_sorted: false);

        var mean = PackedPlaces.Of(packed).Mean(packed.data, lengths);

        Assert.Equal(ScalarType.BFloat16, mean.dtype);
        Assert.Equal([3, 3], mean.to(ScalarType.Float32).data<float>().ToArray());
    }

    [Fact]
    public void Spread_and_collect_undo_each_other_and_leave_0_at_padding()
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(ones(2, 3, 2), tensor([1L, 3]), batch_first: true, enforce_sorted: false);
        var places = PackedPlaces.Of(packed);

        var spread = places.Spread(packed.data);

        Assert.Equal([1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], spread.data<float>().ToArray());
        Assert.True(allclose(packed.data, places.Collect(spread), rtol: 0, atol: 0));
    }

    [Fact]
    public void Rows_of_the_same_sequences_are_packed_alike()
    {
        using var scope = NewDisposeScope();
        var (values, lengths) = (randn(3, 4, 2, dtype: ScalarType.Float64), tensor([2L, 4, 1]));
        using var expected = pack_padded_sequence(values, lengths, batch_first: true, enforce_sorted: false);
        using var tokens = pack_padded_sequence(ones(3, 4, dtype: ScalarType.Int64), lengths, batch_first: true, enforce_sorted: false);

        using var packed = PackedPlaces.Of(tokens).Pack(expected.data);

        Assert.True(packed.data.Equals(expected.data));
        Assert.True(packed.batch_sizes.Equals(expected.batch_sizes));
        Assert.True(packed.sorted_indices.Equals(expected.sorted_indices));
    }
}
