using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>Several <see cref="TransformerLayer"/>s, one on what the other returns; the source stays the same for all.</summary>
internal sealed class TransformerStack : nn.Module<Tensor, Tensor?, Tensor?, Tensor>
{
    private readonly IReadOnlyList<TransformerLayer> _layers;

    /// <param name="layers">Number of layers.</param>
    /// <param name="build">Makes one.</param>
    public TransformerStack(int layers, Func<TransformerLayer> build)
        : base(nameof(TransformerStack))
    {
        _layers = [.. Enumerable.Range(0, layers).Select(_ => build())];
        foreach (var (index, layer) in _layers.Index())
            register_module($"{index}", layer);
    }

    /// <summary>All layers; the shapes are those of <see cref="TransformerLayer.forward"/>.</summary>
    public override Tensor forward(Tensor values, Tensor? source, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        return _layers.Aggregate(values, (state, layer) => layer.call(state, source, padding)).MoveToOuterDisposeScope();
    }
}
