using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>One layer of LSTM in both directions over packed sequences: torch's module, and on the CPU a faster way through the same parameters.</summary>
internal sealed class BidirectionalLstm : nn.Module<Tensor, PackedSequence, BidirectionalStates>
{
    private readonly LSTM _lstm;

    /// <param name="features">Width of a row.</param>
    /// <param name="hidden">Units h in each direction.</param>
    /// <param name="forgetBias">Added to the forget gates' bias at the start.</param>
    public BidirectionalLstm(long features, long hidden, double forgetBias = 0)
        : base(nameof(BidirectionalLstm))
    {
        register_module("lstm", _lstm = nn.LSTM(features, hidden, batchFirst: true, bidirectional: true));
        ForgetGates.AddBias(_lstm, hidden, forgetBias);
    }

    /// <summary>Hidden states of every packed row, direction by direction.</summary>
    /// <param name="rows">(N, d), in the order of <paramref name="packed"/>.</param>
    /// <param name="packed">Any values of the same sequences, packed: says where the rows lie.</param>
    public override BidirectionalStates forward(Tensor rows, PackedSequence packed)
    {
        using var scope = NewDisposeScope();
        var states = MixedProducts.Take(rows) ? Fast(rows, packed) : ByTorch(rows, packed).States;
        return states.MoveToOuterDisposeScope();
    }

    /// <summary>The same with the final cells, by torch's own way: the faster one keeps them to itself.</summary>
    /// <param name="rows">As above.</param>
    /// <param name="packed">As above.</param>
    public (BidirectionalStates States, Tensor ForwardCell, Tensor BackwardCell) WithCells(Tensor rows, PackedSequence packed)
    {
        using var scope = NewDisposeScope();
        var (states, cells) = ByTorch(rows, packed);
        // Torch gives them in the order of the sequences before packing.
        return (states.MoveToOuterDisposeScope(), cells.select(0, 0).MoveToOuterDisposeScope(), cells.select(0, 1).MoveToOuterDisposeScope());
    }

    // The child is registered by name; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }

    private BidirectionalStates Fast(Tensor rows, PackedSequence packed)
    {
        var layout = new SequenceLayout(packed);
        return new(Direction("", false), Direction("_reverse", true), layout);

        Tensor Direction(string suffix, bool reverse) => LstmFunction.States(
            rows, Parameter("weight_ih", suffix), Parameter("weight_hh", suffix), Parameter("bias_ih", suffix), Parameter("bias_hh", suffix), layout, reverse);
    }

    private (BidirectionalStates States, Tensor Cells) ByTorch(Tensor rows, PackedSequence packed)
    {
        using var sequences = PackedPlaces.Of(packed).Pack(rows);
        var (states, _, cells) = _lstm.call(sequences);
        using (states)
        {
            var halves = states.data.chunk(2, 1);
            return (new(halves[0], halves[1], new SequenceLayout(packed)), cells);
        }
    }

    private Tensor Parameter(string name, string suffix) => _lstm.get_parameter($"{name}_l0{suffix}")!;
}

/// <summary>Hidden states of packed sequences in both directions.</summary>
/// <param name="Forward">(N, h), row by row as packed.</param>
/// <param name="Backward">(N, h), row by row as packed.</param>
/// <param name="Layout">Where the rows lie.</param>
internal sealed record BidirectionalStates(Tensor Forward, Tensor Backward, SequenceLayout Layout)
{
    /// <summary>The final state (B, h) of each direction, in the order of the sequences before packing.</summary>
    /// <param name="packed">What the states were computed from.</param>
    public (Tensor Forward, Tensor Backward) Final(PackedSequence packed)
    {
        using var scope = NewDisposeScope();
        var order = packed.unsorted_indices;
        var last = tensor(Layout.LastRows(), device: Forward.device).index_select(0, order);
        // The backward direction ends at each sequence's first row, and those are the first of all.
        return (Forward.index_select(0, last).MoveToOuterDisposeScope(), Backward.index_select(0, order).MoveToOuterDisposeScope());
    }

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public BidirectionalStates MoveToOuterDisposeScope()
    {
        Forward.MoveToOuterDisposeScope();
        Backward.MoveToOuterDisposeScope();
        return this;
    }
}
