using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Dot-product attention over the states of sequences. Padding needs no mask: only packed rows are ever scored.</summary>
internal static class DotAttention
{
    // Kept, as those of Scalars are.
    private static readonly Scalar Nothing = double.NegativeInfinity.ToScalar();

    /// <summary>Reads every sequence with a query of its own.</summary>
    /// <param name="states">The states (N, h).</param>
    /// <param name="query">One query for each sequence (B, h).</param>
    public static Attended Read(SequenceStates states, Tensor query)
    {
        using var scope = NewDisposeScope();
        var (rows, places) = (states.Rows, states.Places);
        var scores = (rows * query.index_select(0, places.Sequences)).sum([1L]);
        // Cells without a row keep minus infinity, of which the softmax makes exactly 0.
        var cells = full([places.Count * places.Steps], Nothing, dtype: rows.dtype, device: rows.device).index_copy(0, places.Cells, scores);
        var weights = nn.functional.softmax(cells.view(places.Count, places.Steps), 1);
        var weighted = rows * weights.view(-1).index_select(0, places.Cells).unsqueeze(1);
        var summary = places.Sum(weighted);
        return new Attended(summary.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }
}

/// <summary>What attention returns.</summary>
/// <param name="Summary">The weighted sum of the states of each sequence (B, h).</param>
/// <param name="Weights">The weights (B, T): 0 at padding, 1 in sum.</param>
internal sealed record Attended(Tensor Summary, Tensor Weights);
