using Fusion.Reference.Models.Translation;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Tests.Models.Translation;

/// <summary>The fast way and the single step against torch's own LSTM, started from the same states.</summary>
public class DecoderLstmTests
{
    [Theory]
    [MemberData(nameof(BidirectionalLstmTests.Shapes), MemberType = typeof(BidirectionalLstmTests))]
    public void States_and_gradients_are_those_of_torch(long hidden, long[] lengths)
    {
        using var scope = NewDisposeScope();
        using var lstm = new DecoderLstm(6, hidden, 1);
        var weights = randn(lengths.Sum(), hidden);
        var values = new[] { randn(lengths.Length, lengths.Max(), 6), randn(lengths.Length, hidden), randn(lengths.Length, hidden) };

        var mine = Run((packed, start) => lstm.call(packed.data, packed, start));
        var theirs = Run((packed, start) => Torch(lstm).call(packed, (start.Hidden.unsqueeze(0), start.Cell.unsqueeze(0))).Item1.data);

        foreach (var ((name, expected), (_, found)) in theirs.Zip(mine))
            Assert.True(allclose(expected, found, rtol: 1e-4, atol: 1e-5), $"{name}: {(expected - found).abs().max().item<float>()}");

        List<(string, Tensor)> Run(Func<PackedSequence, DecoderState, Tensor> states)
        {
            lstm.zero_grad();
            Tensor[] inputs = [.. values.Select(value => value.clone().requires_grad_())];
            using var packed = pack_padded_sequence(inputs[0], tensor(lengths), batch_first: true, enforce_sorted: false);
            var found = states(packed, new DecoderState(inputs[1], inputs[2]));
            (found * weights).sum().backward();
            return
            [
                ("states", found.detach()), ("input", inputs[0].grad!), ("hidden", inputs[1].grad!), ("cell", inputs[2].grad!),
                .. lstm.named_parameters().Select(item => (item.name, item.parameter.grad!.clone())),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(BidirectionalLstmTests.Shapes), MemberType = typeof(BidirectionalLstmTests))]
    public void In_bfloat16_states_and_gradients_are_near_those_of_float64(long hidden, long[] lengths)
    {
        using var scope = NewDisposeScope();
        using var lstm = new DecoderLstm(6, hidden, 1).to(ScalarType.BFloat16);
        using var exact = new DecoderLstm(6, hidden, 1).to(ScalarType.Float64);
        exact.load_state_dict(lstm.state_dict().ToDictionary(item => item.Key, item => item.Value.to(ScalarType.Float64)));
        Tensor[] values = [.. new[] { randn(lengths.Length, lengths.Max(), 6), randn(lengths.Length, hidden), randn(lengths.Length, hidden), randn(lengths.Sum(), hidden) }.Select(value => value.to(ScalarType.BFloat16))];

        foreach (var (expected, found) in Run(exact, ScalarType.Float64).Zip(Run(lstm, ScalarType.BFloat16)))
        {
            Assert.Equal(ScalarType.BFloat16, found.dtype);
            // Of the largest: a gradient is a sum, whose parts are rounded each.
            var error = ((expected - found.to(ScalarType.Float64)).abs().max() / expected.abs().max()).item<double>();
            Assert.InRange(error, 0, 0.03);
        }

        IEnumerable<Tensor> Run(DecoderLstm lstm, ScalarType dtype)
        {
            Tensor[] inputs = [.. values[..3].Select(value => value.to(dtype).clone().requires_grad_())];
            using var packed = pack_padded_sequence(inputs[0], tensor(lengths), batch_first: true, enforce_sorted: false);
            var states = lstm.call(packed.data, packed, new DecoderState(inputs[1], inputs[2]));
            (states * values[3].to(dtype)).sum().backward();
            return [states.detach(), .. inputs.Select(input => input.grad!), .. lstm.parameters().Select(parameter => parameter.grad!)];
        }
    }

    [Fact]
    public void Steps_make_the_states_of_the_whole_sequence()
    {
        using var scope = NewDisposeScope();
        using var lstm = new DecoderLstm(6, 5);
        var (rows, start) = (randn(3, 4, 6), new DecoderState(randn(3, 5), randn(3, 5)));
        using var packed = pack_padded_sequence(rows, tensor([4L, 4, 4]), batch_first: true, enforce_sorted: false);

        var whole = lstm.call(packed.data, packed, start).view(4, 3, 5);

        var state = start;
        for (var step = 0; step < 4; step++)
        {
            state = lstm.Step(rows.select(1, step), state);
            Assert.True(allclose(whole[step], state.Hidden, atol: 1e-6));
        }
    }

    [Fact]
    public void A_row_that_several_lines_read_need_not_be_there_more_than_once()
    {
        using var scope = NewDisposeScope();
        using var lstm = new DecoderLstm(6, 5);
        var (rows, state, places) = (randn(2, 6), new DecoderState(randn(4, 5), randn(4, 5)), tensor([1L, 0, 0, 1]));

        var repeated = lstm.Step(rows.index_select(0, places), state);
        var shared = lstm.Step(rows, state, places);

        Assert.True(allclose(repeated.Hidden, shared.Hidden, atol: 1e-6));
        Assert.True(allclose(repeated.Cell, shared.Cell, atol: 1e-6));
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var lstm = new DecoderLstm(6, 8);
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ => Live())];

        Assert.Equal(counts[1], counts[4]);

        long Live()
        {
            using (NewDisposeScope())
            {
                using var packed = pack_padded_sequence(randn(2, 3, 6), tensor([3L, 2]), batch_first: true, enforce_sorted: false);
                lstm.call(packed.data, packed, new DecoderState(randn(2, 8).requires_grad_(), randn(2, 8))).sum().backward();
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    private static LSTM Torch(DecoderLstm lstm) => Assert.IsType<LSTM>(Assert.Single(lstm.named_children()).module);
}
