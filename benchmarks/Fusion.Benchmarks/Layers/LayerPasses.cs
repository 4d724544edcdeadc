using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>A pass as one call.</summary>
internal static class LayerPasses
{
    /// <summary>One iteration of a layer that is in the mode of the pass.</summary>
    public static Action Of(this ILayer layer, Pass pass) => pass switch
    {
        Pass.Eval => () =>
        {
            using var noGrad = no_grad();
            layer.Forward();
        },
        Pass.Forward => layer.Forward,
        Pass.Backward => layer.Backward,
        _ => layer.Step,
    };
}
