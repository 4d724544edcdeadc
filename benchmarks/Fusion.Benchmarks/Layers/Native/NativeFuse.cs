using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>The network that makes fused rows of several tensors, by raw handles: Linear, tanh, Linear, ReLU over their concatenation.</summary>
/// <param name="module">Owns the parameters.</param>
/// <param name="name">The network's name in the state dict.</param>
internal sealed class NativeFuse(nn.Module module, string name) : IDisposable
{
    private readonly NativeLinear _first = new(module, $"{name}.0");
    private readonly NativeLinear _second = new(module, $"{name}.2");

    /// <summary>Fused rows (R, t), the caller's to free.</summary>
    /// <param name="rows">Tensors (R, d_i).</param>
    public NativeTensor Forward(ReadOnlySpan<NativeTensor> rows)
    {
        using var joined = NativeTensor.Cat(rows, -1);
        using var hidden = _first.Forward(joined);
        hidden.Tanh();
        var fused = _second.Forward(hidden);
        fused.Relu();
        return fused;
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
