using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>The network of generators and discriminators by raw handles, with batch normalisation.</summary>
internal sealed class NativeMlp : IDisposable
{
    private static readonly NativeScalar Slope = NativeScalar.Of(0.2);

    private readonly NativeLinear[] _linears;
    private readonly NativeBatchNorm[] _norms;

    /// <param name="module">Owns the parameters.</param>
    /// <param name="prefix">What their names begin with.</param>
    public NativeMlp(nn.Module module, string prefix)
    {
        _linears = [new(module, $"{prefix}0"), new(module, $"{prefix}3"), new(module, $"{prefix}6")];
        _norms = [new(module, $"{prefix}1"), new(module, $"{prefix}4")];
    }

    /// <summary>Runs the network; in training, running statistics move.</summary>
    public NativeTensor Forward(NativeTensor input, bool training)
    {
        using var first = Hidden(_linears[0].Forward(input), norm: 0, training);
        using var second = Hidden(_linears[1].Forward(first), norm: 1, training);
        return _linears[2].Forward(second);
    }

    /// <summary>Runs the network in training with its parameters outside the graph; nothing moves.</summary>
    public NativeTensor ForwardFrozen(NativeTensor input)
    {
        using var first = HiddenFrozen(_linears[0].ForwardFrozen(input), norm: 0);
        using var second = HiddenFrozen(_linears[1].ForwardFrozen(first), norm: 1);
        return _linears[2].ForwardFrozen(second);
    }

    public void Dispose()
    {
        foreach (var linear in _linears)
            linear.Dispose();
        foreach (var norm in _norms)
            norm.Dispose();
    }

    private NativeTensor Hidden(NativeTensor value, int norm, bool training)
    {
        using var owned = value;
        var normal = _norms[norm].Forward(value, training);
        normal.LeakyRelu(Slope);
        return normal;
    }

    private NativeTensor HiddenFrozen(NativeTensor value, int norm)
    {
        using var owned = value;
        var normal = _norms[norm].ForwardFrozen(value);
        normal.LeakyRelu(Slope);
        return normal;
    }

    private sealed class NativeBatchNorm : IDisposable
    {
        private readonly NativeTensor _weight;
        private readonly NativeTensor _bias;
        private readonly NativeTensor _frozenWeight;
        private readonly NativeTensor _frozenBias;
        private readonly NativeTensor _mean;
        private readonly NativeTensor _variance;
        private readonly NativeTensor _batches;

        public NativeBatchNorm(nn.Module module, string name)
        {
            _weight = NativeTensor.Of(module.get_parameter($"{name}.weight")!);
            _bias = NativeTensor.Of(module.get_parameter($"{name}.bias")!);
            (_frozenWeight, _frozenBias) = (_weight.Detach(), _bias.Detach());
            _mean = NativeTensor.Of(module.get_buffer($"{name}.running_mean")!);
            _variance = NativeTensor.Of(module.get_buffer($"{name}.running_var")!);
            _batches = NativeTensor.Of(module.get_buffer($"{name}.num_batches_tracked")!);
        }

        public NativeTensor Forward(NativeTensor input, bool training)
        {
            if (training)
                _batches.Increase(NativeScalar.One);
            return input.BatchNorm(_mean, _variance, _weight, _bias, training);
        }

        public NativeTensor ForwardFrozen(NativeTensor input) => input.BatchNorm(default, default, _frozenWeight, _frozenBias, training: true);

        public void Dispose()
        {
            _frozenWeight.Dispose();
            _frozenBias.Dispose();
        }
    }
}
