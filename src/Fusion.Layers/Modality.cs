namespace Fusion.Layers;

/// <summary>One input of a fusion module: its name and its width.</summary>
/// <param name="Name">Name used in terms, messages and state-dict keys; it may not be empty or contain a dot.</param>
/// <param name="Features">Width d of the modality's last dimension, at least 1.</param>
public readonly record struct Modality(string Name, long Features)
{
    /// <summary>Lets <c>("text", 512)</c> stand for a modality.</summary>
    /// <param name="modality">Name and width.</param>
    public static implicit operator Modality((string Name, long Features) modality) => new(modality.Name, modality.Features);

    /// <summary>Names modalities given by width only: <c>m0</c>, <c>m1</c>, and so on.</summary>
    internal static Modality[] Unnamed(IReadOnlyList<long> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return [.. features.Select((width, index) => new Modality($"m{index}", width))];
    }
}
