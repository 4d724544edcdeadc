using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>The states of the source words, or of the frames or regions of another modality, laid out for a decoder to attend to.</summary>
/// <param name="Keys">What queries are held against (B, S, h).</param>
/// <param name="Values">What is summed (B, S, d).</param>
/// <param name="Mask">Added to the scores (B, 1, S): 0 at words, minus infinity at padding.</param>
internal sealed record SourceMemory(Tensor Keys, Tensor Values, Tensor Mask)
{
    // Kept, as those of Scalars are.
    private static readonly Scalar Nothing = double.NegativeInfinity.ToScalar();

    /// <summary>Lays packed states out; the tensors belong to the caller's dispose scope.</summary>
    /// <param name="states">States of the source words.</param>
    /// <param name="keys">Their keys (N, h), row by row.</param>
    /// <param name="present">Which lines have the modality (B), bool: nothing but 0 is found in the others. Null: all.</param>
    public static SourceMemory Of(SequenceStates states, Tensor keys, Tensor? present = null)
    {
        using var scope = NewDisposeScope();
        var places = states.Places;
        var open = zeros([states.Rows.size(0)], dtype: keys.dtype, device: keys.device);
        var mask = full([places.Count * places.Steps], Nothing, dtype: keys.dtype, device: keys.device).index_copy(0, places.Cells, open);
        var values = places.Spread(states.Rows);
        if (present is not null)
            values = values.masked_fill(present.logical_not().view(-1, 1, 1), Scalars.Zero);
        return new SourceMemory(places.Spread(keys), values, mask.view(places.Count, 1, places.Steps)).MoveToOuterDisposeScope();
    }

    /// <summary>The memory of a modality that no line has: whatever the query, 0 is found. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="lines">Number of lines.</param>
    /// <param name="keyFeatures">Width of a query.</param>
    /// <param name="features">Width of what is found.</param>
    /// <param name="like">Whose element type and device they have.</param>
    public static SourceMemory Empty(long lines, long keyFeatures, long features, Tensor like) => new(
        zeros([lines, 1, keyFeatures], dtype: like.dtype, device: like.device), zeros([lines, 1, features], dtype: like.dtype, device: like.device),
        zeros([lines, 1, 1], dtype: like.dtype, device: like.device));

    /// <summary>What each of several queries finds.</summary>
    /// <param name="queries">(B, T, h).</param>
    /// <returns>Weighted sums (B, T, d).</returns>
    public Tensor Read(Tensor queries)
    {
        using var scope = NewDisposeScope();
        var weights = nn.functional.softmax(queries.bmm(Keys.transpose(1, 2)).Plus(Mask), 2);
        return weights.bmm(Values).MoveToOuterDisposeScope();
    }

    /// <summary>The memory of some sentences, in a given order; the tensors belong to the caller's dispose scope.</summary>
    /// <param name="sentences">Indices, int64; each as often as wanted.</param>
    public SourceMemory Select(Tensor sentences) =>
        new(Keys.index_select(0, sentences), Values.index_select(0, sentences), Mask.index_select(0, sentences));

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public SourceMemory MoveToOuterDisposeScope()
    {
        Keys.MoveToOuterDisposeScope();
        Values.MoveToOuterDisposeScope();
        Mask.MoveToOuterDisposeScope();
        return this;
    }
}
