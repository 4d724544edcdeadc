using Fusion.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>Makes one state of the two that a bidirectional learner has of the same element.</summary>
/// <param name="directions">How.</param>
/// <param name="hidden">Width h of a direction's state.</param>
internal sealed class DirectionStates(TextDirections directions, long hidden)
{
    /// <summary>What fuses the directions, registered by whom it belongs to; null where nothing is learned for that.</summary>
    public AutoFusion? Fusion { get; } = directions == TextDirections.AutoFusion ? nn.AutoFusion([("forward", hidden), ("backward", hidden)], hidden) : null;

    /// <summary>Width of the state.</summary>
    public static long Width(TextDirections directions, long hidden) => directions == TextDirections.Concat ? 2 * hidden : hidden;

    /// <summary>The final state (B, width) of each sequence, and a reconstruction loss where there is one.</summary>
    /// <param name="states">The directions' states.</param>
    /// <param name="packed">What they were computed from.</param>
    public Encoded OfFinal(BidirectionalStates states, PackedSequence packed)
    {
        var (forward, backward) = states.Final(packed);
        return Of(forward, backward);
    }

    /// <summary>The final state (B, width) of each sequence, and the states (N, width) of all elements: fused together, so that both lie in one space.</summary>
    /// <param name="states">The directions' states.</param>
    /// <param name="packed">What they were computed from.</param>
    public (Tensor Final, Tensor Rows, Tensor? Loss) OfAll(BidirectionalStates states, PackedSequence packed)
    {
        var (forward, backward) = states.Final(packed);
        return OfAll(states, forward, backward);
    }

    /// <summary>The same with other final states than the last hidden ones.</summary>
    /// <param name="states">The directions' states.</param>
    /// <param name="forward">Final states (B, h) of one direction.</param>
    /// <param name="backward">Those of the other.</param>
    public (Tensor Final, Tensor Rows, Tensor? Loss) OfAll(BidirectionalStates states, Tensor forward, Tensor backward)
    {
        if (Fusion is null)
            return (Of(forward, backward).Vector, Of(states.Forward, states.Backward).Vector, null);
        var all = Of(cat([forward, states.Forward]), cat([backward, states.Backward]));
        return (all.Vector.narrow(0, 0, forward.size(0)), all.Vector.narrow(0, forward.size(0), states.Forward.size(0)), all.Loss);
    }

    private Encoded Of(Tensor forward, Tensor backward) => directions switch
    {
        TextDirections.Concat => new(cat([forward, backward], 1)),
        TextDirections.Max => new(maximum(forward, backward)),
        TextDirections.Mean => new(forward.Plus(backward) / Scalars.Two),
        TextDirections.Sum => new(forward.Plus(backward)),
        _ => Fuse(Fusion!.call(forward, backward)),
    };

    private static Encoded Fuse(FusionOutput output) => new(output.Fused, output.Loss);
}
