using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>One layer of LSTM that continues a given state: over whole sequences in training, step by step in decoding.</summary>
internal sealed class DecoderLstm : nn.Module<Tensor, PackedSequence, DecoderState, Tensor>
{
    private readonly LSTM _lstm;

    /// <param name="features">Width of a row.</param>
    /// <param name="hidden">Units h.</param>
    /// <param name="forgetBias">Added to the forget gates' bias at the start.</param>
    public DecoderLstm(long features, long hidden, double forgetBias = 0)
        : base(nameof(DecoderLstm))
    {
        register_module("lstm", _lstm = nn.LSTM(features, hidden, batchFirst: true));
        ForgetGates.AddBias(_lstm, hidden, forgetBias);
    }

    /// <summary>Hidden states (N, h) of every packed row.</summary>
    /// <param name="rows">(N, d), in the order of <paramref name="packed"/>.</param>
    /// <param name="packed">Any values of the same sequences, packed: says where the rows lie.</param>
    /// <param name="start">States before the first step (B, h), in the order before packing.</param>
    public override Tensor forward(Tensor rows, PackedSequence packed, DecoderState start)
    {
        using var scope = NewDisposeScope();
        var states = MixedProducts.Take(rows) ? Fast(rows, packed, start) : ByTorch(rows, packed, start);
        return states.MoveToOuterDisposeScope();
    }

    /// <summary>One step.</summary>
    /// <param name="rows">(B, d), or (D, d): what several lines read need not be there more than once.</param>
    /// <param name="state">The states (B, h).</param>
    /// <param name="places">Which of the rows each line reads (B), int64; null: its own.</param>
    public DecoderState Step(Tensor rows, DecoderState state, Tensor? places = null)
    {
        using var scope = NewDisposeScope();
        var read = nn.functional.linear(rows, Parameter("weight_ih"), Parameter("bias_ih"));
        var gates = (places is null ? read : read.index_select(0, places)).Plus(nn.functional.linear(state.Hidden, Parameter("weight_hh"), Parameter("bias_hh")));
        var parts = gates.chunk(4, 1);
        var cell = addcmul(parts[1].sigmoid() * state.Cell, parts[0].sigmoid(), parts[2].tanh(), Scalars.One);
        return new DecoderState(parts[3].sigmoid() * cell.tanh(), cell).MoveToOuterDisposeScope();
    }

    // The child is registered by name; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }

    private Tensor Fast(Tensor rows, PackedSequence packed, DecoderState start)
    {
        var sorted = start.Select(packed.sorted_indices);
        return LstmFunction.Continued(
            rows, Parameter("weight_ih"), Parameter("weight_hh"), Parameter("bias_ih"), Parameter("bias_hh"), new SequenceLayout(packed), sorted.Hidden, sorted.Cell);
    }

    private Tensor ByTorch(Tensor rows, PackedSequence packed, DecoderState start)
    {
        using var sequences = PackedPlaces.Of(packed).Pack(rows);
        var (states, _, _) = _lstm.call(sequences, (start.Hidden.unsqueeze(0), start.Cell.unsqueeze(0)));
        using (states)
            return states.data.alias();
    }

    private Tensor Parameter(string name) => _lstm.get_parameter($"{name}_l0")!;
}
