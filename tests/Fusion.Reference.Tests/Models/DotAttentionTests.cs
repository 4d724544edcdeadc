using Fusion.Reference.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Tests.Models;

public class DotAttentionTests
{
    private static readonly long[] Lengths = [3, 7, 1, 4];

    [Fact]
    public void Weights_and_summaries_are_those_of_a_loop_over_sequences_and_words()
    {
        using var scope = NewDisposeScope();
        var (padded, query) = (randn(4, 7, 5), randn(4, 5));

        var (summary, weights) = DotAttention.Read(Packed(padded), query);

        Assert.Equal([4L, 7L], weights.shape);
        for (var sequence = 0; sequence < 4; sequence++)
        {
            var exponentials = Enumerable.Range(0, (int)Lengths[sequence]).Select(step => Math.Exp((padded[sequence][step] * query[sequence]).sum().item<float>())).ToArray();
            var expected = zeros(5);
            for (var step = 0; step < 7; step++)
            {
                var weight = step < exponentials.Length ? exponentials[step] / exponentials.Sum() : 0;
                Assert.Equal(weight, weights[sequence][step].item<float>(), 1e-5);
                expected += padded[sequence][step] * weight;
            }

            Assert.True(allclose(expected, summary[sequence], rtol: 1e-4, atol: 1e-5));
        }
    }

    [Fact]
    public void Weights_are_1_in_sum_and_exactly_0_at_padding()
    {
        using var scope = NewDisposeScope();

        // Scores so far apart that a mask of a large number would not do.
        var weights = DotAttention.Read(Packed(randn(4, 7, 5) * 1e4), randn(4, 5) * 1e4).Weights;

        Assert.True(allclose(weights.sum([1L]), ones(4)));
        for (var sequence = 0; sequence < 4; sequence++)
            Assert.Equal(0, weights[sequence].narrow(0, Lengths[sequence], 7 - Lengths[sequence]).abs().sum().item<float>());
    }

    [Fact]
    public void Gradients_are_finite_and_reach_states_and_query_but_no_padding()
    {
        using var scope = NewDisposeScope();
        var (padded, query) = (randn(4, 7, 5).requires_grad_(), randn(4, 5).requires_grad_());

        DotAttention.Read(Packed(padded), query).Summary.square().sum().backward();

        Assert.True(padded.grad!.isfinite().all().item<bool>());
        for (var sequence = 0; sequence < 4; sequence++)
        {
            Assert.True((padded.grad[sequence].narrow(0, 0, Lengths[sequence]) != 0).any(1).all().item<bool>());
            Assert.Equal(0, padded.grad[sequence].narrow(0, Lengths[sequence], 7 - Lengths[sequence]).abs().sum().item<float>());
        }

        // A sequence of one element has weight 1 whatever the query.
        Assert.Equal([true, true, false, true], query.grad!.abs().sum([1L]).gt(1e-9).data<bool>().ToArray());
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ => Live())];

        Assert.Equal(counts[1], counts[4]);

        static long Live()
        {
            using (NewDisposeScope())
                DotAttention.Read(Packed(randn(4, 7, 5)), randn(4, 5));
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    private static SequenceStates Packed(Tensor padded)
    {
        using var packed = pack_padded_sequence(padded, tensor(Lengths), batch_first: true, enforce_sorted: false);
        return new SequenceStates(packed.data.alias(), zeros(4, 5), PackedPlaces.Of(packed));
    }
}
