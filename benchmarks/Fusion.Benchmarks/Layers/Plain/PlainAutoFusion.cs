using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Plain;

/// <summary>AutoFusion's mathematics as one would write it in TorchSharp for a single model: no names, masks, absent modalities or options.</summary>
internal sealed class PlainAutoFusion : nn.Module
{
    private readonly long[] _widths;
    private readonly Scalar[] _shares;
    private readonly Sequential _encoder;
    private readonly Sequential _decoder;

    /// <param name="widths">Widths of the modalities.</param>
    /// <param name="outputFeatures">Width of the fused vector.</param>
    public PlainAutoFusion(IReadOnlyList<long> widths, long outputFeatures)
        : base(nameof(PlainAutoFusion))
    {
        _widths = [.. widths];
        var width = widths.Sum();
        _shares = [.. widths.Select(each => ((double)each / width).ToScalar())];
        register_module("fuse_in", _encoder = nn.Sequential(nn.Linear(width, width / 2), nn.Tanh(), nn.Linear(width / 2, outputFeatures), nn.ReLU()));
        register_module("fuse_out", _decoder = nn.Sequential(nn.Linear(outputFeatures, width / 2), nn.ReLU(), nn.Linear(width / 2, width)));
    }

    /// <summary>Fused vectors (*, t) and, where wanted, the loss, of tensors (*, d_i).</summary>
    public (Tensor Fused, Tensor? Loss) Fuse(IReadOnlyList<Tensor> values, bool computeLoss)
    {
        using var scope = NewDisposeScope();
        var fused = _encoder.forward(cat([.. values], -1)).MoveToOuterDisposeScope();
        if (!computeLoss)
            return (fused, null);
        var blocks = _decoder.forward(fused).split(_widths, -1);
        var terms = values.Select((value, m) => nn.functional.mse_loss(blocks[m], value)).ToArray();
        // What the layer reports of each modality.
        var reported = terms.Select(term => term.detach()).ToArray();
        var loss = terms.Select((term, m) => term.mul(_shares[m])).Aggregate((sum, term) => sum.Plus(term));
        return (fused, loss.MoveToOuterDisposeScope());
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
