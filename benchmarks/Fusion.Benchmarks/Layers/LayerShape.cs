using Fusion.Layers;

namespace Fusion.Benchmarks.Layers;

/// <summary>Widths of a layer.</summary>
/// <param name="Widths">Of the modalities.</param>
/// <param name="OutputFeatures">Of the fused vector.</param>
internal sealed record LayerShape(IReadOnlyList<long> Widths, long OutputFeatures)
{
    /// <summary>Two modalities of the paper's classifier: text and the latent width of speech.</summary>
    public static LayerShape Small { get; } = new([256, 50], 50);

    /// <summary>Three modalities: text, speech and the features of an image network.</summary>
    public static LayerShape Large { get; } = new([256, 256, 2048], 100);

    /// <summary>The modalities with names.</summary>
    public IReadOnlyList<Modality> Modalities => [.. Widths.Select((width, index) => new Modality($"m{index}", width))];

    public override string ToString() => $"{string.Join('+', Widths)}-{OutputFeatures}";
}
