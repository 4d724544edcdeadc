using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>AutoFusion's network by raw handles: element mean, attached target, every modality present.</summary>
internal sealed class NativeAutoFusion : IDisposable
{
    private readonly NativeFuse _encoder;
    private readonly NativeLinear[] _decoder;
    private readonly long[] _widths;
    private readonly NativeScalar[] _shares;

    /// <param name="module">Owns the parameters.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="widths">Widths of the modalities.</param>
    public NativeAutoFusion(nn.Module module, string prefix, long[] widths)
    {
        _widths = widths;
        _shares = [.. widths.Select(width => NativeScalar.Of((double)width / widths.Sum()))];
        _encoder = new(module, $"{prefix}fuse_in");
        _decoder = [new(module, $"{prefix}fuse_out.0"), new(module, $"{prefix}fuse_out.2")];
    }

    /// <summary>Fused rows (R, t), the caller's to free.</summary>
    /// <param name="rows">One tensor (R, d_i) for each modality.</param>
    public NativeTensor Encode(ReadOnlySpan<NativeTensor> rows) => _encoder.Forward(rows);

    /// <summary>The reconstruction loss, with the terms that the layer reports; the caller frees it.</summary>
    public NativeTensor Reconstruct(NativeTensor fused, ReadOnlySpan<NativeTensor> rows)
    {
        using var hidden = _decoder[0].Forward(fused);
        hidden.Relu();
        using var decoded = _decoder[1].Forward(hidden);
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
        _encoder.Dispose();
        foreach (var linear in _decoder)
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
