using Fusion.Reference.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Tests.Models;

/// <summary>The fast way against torch's own LSTM, to which both the module and float64 fall back.</summary>
public class BidirectionalLstmTests
{
    // Widths that do and do not fill the vectors of the processor.
    public static TheoryData<long, long[]> Shapes => new()
    {
        { 5, [3, 7, 1, 4] },
        { 16, [1] },
        { 16, [2, 2, 2] },
        { 37, [9, 1, 1, 8, 8, 3] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void States_are_those_of_torch(long hidden, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var (lstm, words, given) = (Module(hidden), randn(lengths.Length, lengths.Max(), 6), tensor(lengths));
        using var packed = pack_padded_sequence(words, given, batch_first: true, enforce_sorted: false);

        var states = lstm.call(packed.data, packed);
        var (forward, backward) = states.Final(packed);

        var (expected, final, _) = Torch(lstm).call(packed);
        Close(expected.data, cat([states.Forward, states.Backward], 1));
        Close(final[0], forward);
        Close(final[1], backward);
        expected.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Final_cells_are_those_of_each_sequence_alone(long hidden, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var (lstm, words) = (Module(hidden), randn(lengths.Length, lengths.Max(), 6));
        using var packed = pack_padded_sequence(words, tensor(lengths), batch_first: true, enforce_sorted: false);

        var (states, forward, backward) = lstm.WithCells(packed.data, packed);

        var plain = lstm.call(packed.data, packed);
        Close(plain.Forward, states.Forward);
        Close(plain.Backward, states.Backward);
        for (var line = 0; line < lengths.Length; line++)
        {
            var (_, _, cells) = Torch(lstm).call(words.narrow(0, line, 1).narrow(1, 0, lengths[line]));
            Close(cells[0][0], forward[line]);
            Close(cells[1][0], backward[line]);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_those_of_torch(long hidden, long[] lengths)
    {
        using var scope = NewDisposeScope();
        var lstm = Module(hidden);
        var given = tensor(lengths);
        var weights = randn(lengths.Sum(), 2 * hidden);
        var words = randn(lengths.Length, lengths.Max(), 6);

        var mine = Gradients(packed => lstm.call(packed.data, packed) is var states ? cat([states.Forward, states.Backward], 1) : null!);
        var theirs = Gradients(packed => Torch(lstm).call(packed).Item1.data);

        foreach (var ((name, expected), (_, found)) in theirs.Zip(mine))
            Assert.True(allclose(expected, found, rtol: 1e-4, atol: 1e-5), $"{name}: {(expected - found).abs().max().item<float>()}");

        List<(string, Tensor)> Gradients(Func<PackedSequence, Tensor> states)
        {
            lstm.zero_grad();
            var input = words.clone().requires_grad_();
            using var packed = pack_padded_sequence(input, given, batch_first: true, enforce_sorted: false);
            (states(packed) * weights).sum().backward();
            return [("input", input.grad!), .. lstm.named_parameters().Select(item => (item.name, item.parameter.grad!.clone()))];
        }
    }

    [Fact]
    public void A_graph_can_be_walked_twice()
    {
        using var scope = NewDisposeScope();
        var lstm = Module(8);
        var input = randn(2, 3, 6).requires_grad_();
        using var packed = pack_padded_sequence(input, tensor([3L, 2]), batch_first: true, enforce_sorted: false);
        var sum = lstm.call(packed.data, packed).Forward.sum();

        sum.backward(retain_graph: true);
        var once = input.grad!.clone();
        sum.backward();

        Close(once * 2, input.grad!);
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var lstm = Module(8);
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ => Live())];

        Assert.Equal(counts[1], counts[4]);

        long Live()
        {
            using (NewDisposeScope())
            {
                var input = randn(2, 3, 6).requires_grad_();
                using var packed = pack_padded_sequence(input, tensor([3L, 2]), batch_first: true, enforce_sorted: false);
                lstm.call(packed.data, packed).Forward.sum().backward();
                lstm.zero_grad();
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Fact]
    public void Saturated_gates_stay_finite()
    {
        using var scope = NewDisposeScope();
        var lstm = Module(16);
        var input = (randn(2, 4, 6) * 1e4).requires_grad_();
        using var packed = pack_padded_sequence(input, tensor([4L, 2]), batch_first: true, enforce_sorted: false);

        var states = lstm.call(packed.data, packed);
        states.Forward.sum().backward();

        Assert.True(states.Forward.isfinite().all().item<bool>());
        Assert.True(input.grad!.isfinite().all().item<bool>());
    }

    private static BidirectionalLstm Module(long hidden)
    {
        manual_seed(4);
        return new BidirectionalLstm(6, hidden);
    }

    private static TorchSharp.Modules.LSTM Torch(BidirectionalLstm lstm) => (TorchSharp.Modules.LSTM)lstm.named_children().Single().module;

    private static void Close(Tensor expected, Tensor found) => Assert.True(allclose(expected, found, rtol: 1e-5, atol: 1e-6), $"{(expected - found).abs().max().item<float>()}");
}
