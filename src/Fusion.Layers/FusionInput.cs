using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>What a fusion module reads: one tensor per modality, and which of its positions and samples count. It owns none of its tensors.</summary>
public sealed class FusionInput
{
    /// <summary>Gathers the tensors of one batch.</summary>
    /// <param name="values">One tensor per modality, shape (*, d_i) with equal leading dimensions; null where a modality is absent for the whole batch (not all of them).</param>
    /// <param name="paddingMask">bool (*), true where the position is padding; null where none is.</param>
    /// <param name="present">bool (N, M), N the first leading dimension ((M) for single vectors (d)); true where sample n has modality m, shared by all its positions; null where every sample has every modality given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public FusionInput(IReadOnlyList<Tensor?> values, Tensor? paddingMask = null, Tensor? present = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        // A copy of the references: a caller who reuses its array cannot change an input already made.
        Values = [.. values];
        PaddingMask = paddingMask;
        Present = present;
    }

    /// <summary>One tensor per modality, shape (*, d_i); null where the modality is absent for the whole batch.</summary>
    public IReadOnlyList<Tensor?> Values { get; }

    /// <summary>bool (*), true where the position is padding.</summary>
    public Tensor? PaddingMask { get; }

    /// <summary>bool (N, M), true where sample n has modality m.</summary>
    public Tensor? Present { get; }
}
