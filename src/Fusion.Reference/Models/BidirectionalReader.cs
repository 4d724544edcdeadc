using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>One LSTM layer in both directions, their states side by side, with dropout on what enters and what leaves it.</summary>
internal sealed class BidirectionalReader : SequenceReader
{
    private readonly BidirectionalLstm _lstm;
    private readonly DirectionStates _directions;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width of an element.</param>
    /// <param name="hidden">Units in each direction.</param>
    /// <param name="dropout">Probability of dropout.</param>
    /// <param name="noise">The model's randomness.</param>
    public BidirectionalReader(long features, long hidden, double dropout, DropoutNoise noise)
        : base(nameof(BidirectionalReader), DirectionStates.Width(TextDirections.Concat, hidden))
    {
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden));
        _directions = new DirectionStates(TextDirections.Concat, hidden);
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
    }

    public override SequenceStates forward(Tensor values, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(values), lengths, batch_first: true, enforce_sorted: false);
        var (final, rows, _) = _directions.OfAll(_lstm.call(packed.data, packed), packed);
        return new SequenceStates(_dropout.forward(rows), _dropout.forward(final), PackedPlaces.Of(packed)).MoveToOuterDisposeScope();
    }
}
