using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>A linear layer over the parameters of a module.</summary>
internal sealed class NativeLinear : IDisposable
{
    private readonly NativeTensor _weight;
    private readonly NativeTensor _bias;
    private readonly NativeTensor _frozenWeight;
    private readonly NativeTensor _frozenBias;

    /// <param name="module">Owns the parameters.</param>
    /// <param name="name">The layer's name in the state dict.</param>
    public NativeLinear(nn.Module module, string name)
    {
        _weight = NativeTensor.Of(module.get_parameter($"{name}.weight")!);
        _bias = NativeTensor.Of(module.get_parameter($"{name}.bias")!);
        (_frozenWeight, _frozenBias) = (_weight.Detach(), _bias.Detach());
    }

    public NativeTensor Forward(NativeTensor input) => input.Linear(_weight, _bias);

    /// <summary>The same with the parameters outside the graph.</summary>
    public NativeTensor ForwardFrozen(NativeTensor input) => input.Linear(_frozenWeight, _frozenBias);

    public void Dispose()
    {
        _frozenWeight.Dispose();
        _frozenBias.Dispose();
    }
}
