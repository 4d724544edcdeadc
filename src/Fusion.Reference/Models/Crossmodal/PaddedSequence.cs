using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>A batch of sequences of one modality. What stands at padding reaches nothing.</summary>
/// <param name="Values">(B, T, d), B and T at least 1.</param>
/// <param name="Lengths">Elements of each sequence (B), int64, on the CPU, from 1 to T; null where all have T.</param>
internal sealed record PaddedSequence(Tensor Values, Tensor? Lengths = null)
{
    private long Count => Values.size(0);

    private long Steps => Values.size(1);

    /// <summary>Where padding is: bool (B, T), true there; null where there is none.</summary>
    public Tensor? Padding() => Lengths is null ? null : SequencePadding.Of(Lengths, Steps, Values.device);

    /// <summary>The values with 0 at padding, whatever stood there.</summary>
    public Tensor Cleared() => Cleared(Values);

    /// <summary>The last element of each sequence (B, w) of states (B, T, w).</summary>
    public Tensor Last(Tensor states)
    {
        if (Lengths is null)
            return states.select(1, Steps - 1).contiguous();
        using var scope = NewDisposeScope();
        var rows = tensor(Ends().Select((length, sequence) => (sequence * Steps) + length - 1).ToArray(), device: Values.device);
        return states.reshape(Count * Steps, states.size(2)).index_select(0, rows).MoveToOuterDisposeScope();
    }

    /// <summary>The mean element of each sequence (B, w) of states (B, T, w).</summary>
    public Tensor Mean(Tensor states)
    {
        if (Lengths is null)
            return states.mean([1L]);
        using var scope = NewDisposeScope();
        return (Cleared(states).sum([1L]) / Lengths.to(states.dtype, states.device).unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Each run of elements as their mean, the last one of what is left: a sequence of T / <paramref name="elements"/> elements, rounded up.</summary>
    /// <param name="elements">Elements of a run.</param>
    public PaddedSequence Averaged(int elements)
    {
        using var scope = NewDisposeScope();
        var steps = (Steps + elements - 1) / elements;
        var lengths = Ends();
        var values = nn.functional.pad(Cleared(), [0, 0, 0, (steps * elements) - Steps]).view(Count, steps, elements, Values.size(2)).sum([2L]);
        // A run wholly in padding is divided by 1: it stays 0.
        var counts = tensor([.. lengths.SelectMany(length => Enumerable.Range(0, (int)steps).Select(step => (double)Math.Clamp(length - (step * elements), 1, elements)))],
            [Count, steps, 1], dtype: Values.dtype, device: Values.device);
        return new PaddedSequence((values / counts).MoveToOuterDisposeScope(), tensor([.. lengths.Select(length => (length + elements - 1) / elements)]).MoveToOuterDisposeScope());
    }

    /// <summary>Throws where the tensors are not what the parameters say.</summary>
    /// <param name="name">Name of the modality, for the message.</param>
    /// <param name="features">Width that is expected.</param>
    /// <param name="count">Number of sequences that is expected.</param>
    /// <exception cref="ArgumentException">Shape, dtype or a length does not fit.</exception>
    public void Check(string name, long features, long count)
    {
        if (Values.ndim != 3 || Values.size(0) != count || Values.size(1) < 1 || Values.size(2) != features)
            throw new ArgumentException($"values of {name}: expected ({count}, T, {features}) with T at least 1, found ({string.Join(", ", Values.shape)})");
        if (Lengths is null)
            return;
        if (Lengths.ndim != 1 || Lengths.size(0) != count || Lengths.dtype != ScalarType.Int64)
            throw new ArgumentException($"lengths of {name}: expected int64 ({count}), found {Lengths.dtype} ({string.Join(", ", Lengths.shape)})");
        foreach (var (sequence, length) in Ends().Index())
            if (length < 1 || length > Steps)
                throw new ArgumentException($"lengths of {name}: expected 1 to {Steps} for sequence {sequence}, found {length}");
    }

    private Tensor Cleared(Tensor states)
    {
        using var scope = NewDisposeScope();
        return Padding() is { } padding ? states.masked_fill(padding.unsqueeze(2), Scalars.Zero).MoveToOuterDisposeScope() : states.alias().MoveToOuterDisposeScope();
    }

    private long[] Ends() => Lengths?.data<long>().ToArray() ?? [.. Enumerable.Repeat(Steps, (int)Count)];
}
