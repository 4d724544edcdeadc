namespace Fusion.Benchmarks.Layers;

/// <summary>The cases of the layers.</summary>
internal static class LayerCases
{
    private static readonly long[] Batches = [1, 8, 32, 256, 4096];
    private static readonly long[] QuickBatches = [1, 32, 256];

    /// <summary>Every layer, width, size of batch and pass; sequences for the small width.</summary>
    public static IEnumerable<LayerCase> All =>
        from kind in Enum.GetValues<LayerKind>()
        from shape in new[] { LayerShape.Small, LayerShape.Large }
        from leading in Batches.Select(batch => new[] { batch }).Concat(shape == LayerShape.Small ? [[32, 30]] : [])
        from pass in Enum.GetValues<Pass>()
        // Batch normalisation has no statistics of a single row.
        where !(kind == LayerKind.GANFusion && leading is [1] && pass != Pass.Eval)
        select new LayerCase(kind, shape, leading, pass, IsQuick(shape, leading, pass));

    private static bool IsQuick(LayerShape shape, long[] leading, Pass pass) =>
        shape == LayerShape.Small
            ? (pass is Pass.Eval or Pass.Step && QuickBatches.Contains(leading[0])) || (leading is [32] && pass == Pass.Forward)
            : pass is Pass.Eval or Pass.Step && leading is [1] or [32];
}
