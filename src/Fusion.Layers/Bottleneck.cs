using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>Linear, an activation, Linear and perhaps another activation, with state-dict positions 0 and 2.</summary>
/// <remarks>Activations overwrite the sums they are given: nothing else reads those once the linear layer's hooks have, and the gradient of a linear layer, tanh or ReLU does not either.</remarks>
internal sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Action<Tensor> _activate;
    private readonly Action<Tensor>? _activateLast;

    /// <param name="inputFeatures">Width of the rows.</param>
    /// <param name="hiddenFeatures">Width between the layers.</param>
    /// <param name="outputFeatures">Width of the result.</param>
    /// <param name="activate">Activation between the layers, in place.</param>
    /// <param name="activateLast">Activation of the result, in place; null for none.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Dtype of the parameters.</param>
    public Bottleneck(long inputFeatures, long hiddenFeatures, long outputFeatures, Action<Tensor> activate, Action<Tensor>? activateLast, Device? device, ScalarType? dtype)
        : base(nameof(Bottleneck))
    {
        _first = nn.Linear(inputFeatures, hiddenFeatures, device: device, dtype: dtype);
        _second = nn.Linear(hiddenFeatures, outputFeatures, device: device, dtype: dtype);
        (_activate, _activateLast) = (activate, activateLast);
        register_module("0", _first);
        register_module("2", _second);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">Rows (*, in); left as they are.</param>
    public override Tensor forward(Tensor input)
    {
        using var hidden = _first.call(input);
        _activate(hidden);
        var result = _second.call(hidden);
        _activateLast?.Invoke(result);
        return result;
    }

    /// <inheritdoc/>
    // Children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
