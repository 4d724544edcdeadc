using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>The floor: the libtorch calls of a layer by raw handles, over parameters and inputs of its own.</summary>
internal sealed class NativeLayer : ILayer
{
    private readonly FusionModule _module;
    private readonly IReadOnlyList<Tensor> _inputs;
    private readonly NativeTensor[] _values;
    private readonly long[] _leading;
    private readonly long _rows;
    private readonly LayerShape _shape;
    private readonly NativeAutoFusion? _auto;
    private readonly NativeGANFusion? _gan;
    private readonly NativeAdam _adam;

    /// <param name="module">Owns the parameters from now on; it is not called.</param>
    /// <param name="inputs">One tensor (*, d_i) for each modality; the caller's.</param>
    /// <param name="shape">Widths of the module.</param>
    /// <param name="noiseStd">Noise of GANFusion.</param>
    public NativeLayer(FusionModule module, IReadOnlyList<Tensor> inputs, LayerShape shape, double noiseStd)
    {
        (_module, _inputs, _shape) = (module, inputs, shape);
        _values = [.. inputs.Select(NativeTensor.Of)];
        _leading = inputs[0].shape[..^1];
        _rows = _leading.Aggregate(1L, (product, size) => product * size);
        _auto = module is AutoFusion ? new(module, "", [.. shape.Widths]) : null;
        _gan = module is GANFusion ? new(module, shape, noiseStd) : null;
        _adam = new(module.parameters(), LayerModules.LearningRate);
    }

    public void Forward()
    {
        var (fused, loss) = Run();
        fused.Dispose();
        if (!loss.IsNone)
            loss.Dispose();
    }

    public void Backward()
    {
        _adam.ClearGradients();
        var (fused, loss) = Run();
        using var ownedFused = fused;
        using var ownedLoss = loss;
        using var mean = fused.Mean();
        using var total = loss.Plus(mean, NativeScalar.One);
        total.Backward();
    }

    public void Step()
    {
        Backward();
        _adam.Step();
    }

    public LayerValue Value()
    {
        var (fused, loss) = Run();
        using var owned = fused;
        using var sum = fused.Sum();
        if (loss.IsNone)
            return new(0, sum.Values(1)[0]);
        using var ownedLoss = loss;
        return new(loss.Values(1)[0], sum.Values(1)[0]);
    }

    public Tensor? Gradient(string parameter) => _module.get_parameter(parameter)!.grad;

    public void Dispose()
    {
        _auto?.Dispose();
        _gan?.Dispose();
        _module.Dispose();
    }

    private (NativeTensor Fused, NativeTensor Loss) Run()
    {
        if (_leading.Length == 1)
            return Fuse(_values);
        Span<NativeTensor> rows = stackalloc NativeTensor[_values.Length];
        for (var m = 0; m < rows.Length; m++)
            rows[m] = _values[m].Reshape([_rows, _shape.Widths[m]]);
        var (flat, loss) = Fuse(rows);
        using var owned = flat;
        foreach (var row in rows)
            row.Dispose();
        return (flat.Reshape([.. _leading, _shape.OutputFeatures]), loss);
    }

    private (NativeTensor Fused, NativeTensor Loss) Fuse(ReadOnlySpan<NativeTensor> rows)
    {
        if (_gan is not null)
            return _gan.Forward(rows, _rows, _module.training);
        var fused = _auto!.Encode(rows);
        return (fused, _module.training ? _auto.Reconstruct(fused, rows) : default);
    }
}
