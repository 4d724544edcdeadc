using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>AutoFusion's network by raw handles: element mean, attached target, every modality present.</summary>
internal sealed class NativeAutoFusion : IDisposable
{
    private readonly NativeLinear[] _linears;
    private readonly long[] _widths;
    private readonly NativeScalar[] _shares;

    /// <param name="module">Owns the parameters.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="widths">Widths of the modalities.</param>
    public NativeAutoFusion(nn.Module module, string prefix, long[] widths)
    {
        _widths = widths;
        _shares = [.. widths.Select(width => NativeScalar.Of((double)width / widths.Sum()))];
        _linears = [.. new[] { "fuse_in.0", "fuse_in.2", "fuse_out.0", "fuse_out.2" }.Select(name => new NativeLinear(module, prefix + name))];
    }

    /// <summary>Fused rows (R, t), the caller's to free.</summary>
    /// <param name="rows">One tensor (R, d_i) for each modality.</param>
    public NativeTensor Encode(ReadOnlySpan<NativeTensor> rows)
    {
        using var joined = NativeTensor.Cat(rows, -1);
        using var hidden = _linears[0].Forward(joined);
        hidden.Tanh();
        var code = _linears[1].Forward(hidden);
        code.Relu();
        return code;
    }

    /// <summary>The reconstruction loss, with the terms that the layer reports; the caller frees it.</summary>
    public NativeTensor Reconstruct(NativeTensor fused, ReadOnlySpan<NativeTensor> rows)
    {
        using var hidden = _linears[2].Forward(fused);
        hidden.Relu();
        using var decoded = _linears[3].Forward(hidden);
        Span<NativeTensor> blocks = stackalloc NativeTensor[rows.Length];
        decoded.Split(_widths, blocks);
        var total = Block(blocks[0], rows[0], _shares[0]);
        for (var m = 1; m < rows.Length; m++)
        {
            using var before = total;
            using var weighted = Block(blocks[m], rows[m], _shares[m]);
            total = before.Plus(weighted, NativeScalar.One);
        }

        using var reconstruction = total.Detach();
        return total;
    }

    public void Dispose()
    {
        foreach (var linear in _linears)
            linear.Dispose();
        foreach (var share in _shares)
            share.Dispose();
    }

    private static NativeTensor Block(NativeTensor block, NativeTensor target, NativeScalar share)
    {
        using var owned = block;
        using var error = block.MeanSquaredError(target);
        using var term = error.Detach();
        return error.Times(share);
    }
}
