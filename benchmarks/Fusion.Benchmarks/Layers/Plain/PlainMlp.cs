using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Benchmarks.Layers.Plain;

/// <summary>Linear, batch normalisation and LeakyReLU, twice, and Linear.</summary>
internal sealed class PlainMlp : nn.Module
{
    // Kept: a temporary one can be finalised while native code still reads it.
    private static readonly Scalar Slope = 0.2.ToScalar();

    private readonly Linear[] _linears;
    private readonly BatchNorm1d[] _norms;

    public PlainMlp(long inputFeatures, long hidden, long outputFeatures)
        : base(nameof(PlainMlp))
    {
        _linears = [nn.Linear(inputFeatures, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, outputFeatures)];
        _norms = [nn.BatchNorm1d(hidden), nn.BatchNorm1d(hidden)];
        register_module("0", _linears[0]);
        register_module("1", _norms[0]);
        register_module("3", _linears[1]);
        register_module("4", _norms[1]);
        register_module("6", _linears[2]);
    }

    /// <summary>Runs the network on rows (R, in).</summary>
    public Tensor Run(Tensor input) =>
        _linears[2].forward(Normalise(_linears[1].forward(Normalise(_linears[0].forward(input), _norms[0])), _norms[1]));

    /// <summary>The same in training with the parameters outside the graph; no statistics move.</summary>
    public Tensor RunFrozen(Tensor input) => Frozen(NormaliseFrozen(Frozen(NormaliseFrozen(Frozen(input, 0), _norms[0]), 1), _norms[1]), 2);

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private Tensor Normalise(Tensor x, BatchNorm1d norm)
    {
        if (training)
            norm.num_batches_tracked!.add_(Scalars.One, Scalars.One);
        return F.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, training, 0.1, norm.eps).leaky_relu(Slope);
    }

    private static Tensor NormaliseFrozen(Tensor x, BatchNorm1d norm) =>
        F.batch_norm(x, null, null, norm.weight!.detach(), norm.bias!.detach(), training: true, eps: norm.eps).leaky_relu(Slope);

    private Tensor Frozen(Tensor x, int layer) => F.linear(x, _linears[layer].weight!.detach(), _linears[layer].bias!.detach());
}
