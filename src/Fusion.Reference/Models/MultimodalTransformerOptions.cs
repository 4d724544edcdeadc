using Fusion.Reference.Models.Crossmodal;

namespace Fusion.Reference.Models;

/// <summary>Sizes of a <see cref="MultimodalTransformer"/>. Ours, of the paper's order: it tunes them for each data set.</summary>
internal sealed record MultimodalTransformerOptions
{
    /// <summary>Width w to which every modality is brought.</summary>
    public long Width { get; init; } = 40;

    /// <summary>Heads of every attention, of which the width is a multiple.</summary>
    public long Heads { get; init; } = 8;

    /// <summary>Layers of a crossmodal transformer.</summary>
    public int CrossmodalLayers { get; init; } = 4;

    /// <summary>Layers of self-attention over what a modality has found in the others.</summary>
    public int MemoryLayers { get; init; } = 2;

    /// <summary>Elements that the temporal convolution sees at once, odd.</summary>
    public long Kernel { get; init; } = 3;

    /// <summary>Probability of dropout on attention weights and on what each half of a layer adds.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Which states leave the model.</summary>
    public SequencePooling Pooling { get; init; } = SequencePooling.Last;

    /// <summary>Throws where a value makes no sense.</summary>
    /// <exception cref="ArgumentException">The message says which.</exception>
    public void Validate()
    {
        Require(Width > 0 && Heads > 0 && Width % Heads == 0, nameof(Width), $"a positive multiple of {nameof(Heads)} = {Heads}", Width);
        Require(CrossmodalLayers > 0, nameof(CrossmodalLayers), "a positive number", CrossmodalLayers);
        Require(MemoryLayers > 0, nameof(MemoryLayers), "a positive number", MemoryLayers);
        Require(Kernel > 0 && Kernel % 2 == 1, nameof(Kernel), "a positive odd number", Kernel);
        Require(Dropout is >= 0 and < 1, nameof(Dropout), "a probability below 1", Dropout);
        Require(Enum.IsDefined(Pooling), nameof(Pooling), $"one of {string.Join(", ", Enum.GetNames<SequencePooling>())}", Pooling);
    }

    private static void Require(bool holds, string name, string expected, object found)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant($"{name}: expected {expected}, found {found}"), name);
    }
}
