namespace Fusion.Benchmarks.Layers;

/// <summary>The layers that are measured.</summary>
internal enum LayerKind
{
    AutoFusion,
    GANFusion,
}
