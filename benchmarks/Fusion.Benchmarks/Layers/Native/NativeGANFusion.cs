using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>GANFusion's network by raw handles: default options, every modality present.</summary>
internal sealed class NativeGANFusion : IDisposable
{
    private readonly Branch[] _branches;
    private readonly NativeFuse _fuse;

    /// <param name="module">Owns the parameters, and the generator of the noise.</param>
    /// <param name="shape">Its widths.</param>
    /// <param name="noiseStd">Standard deviation of the noise; 0 for none.</param>
    public NativeGANFusion(FusionModule module, LayerShape shape, double noiseStd)
    {
        _branches = [.. Enumerable.Range(0, shape.Widths.Count).Select(position => new Branch(module, shape, position, noiseStd))];
        _fuse = new(module, "fuse");
    }

    /// <summary>Fused rows (R, t) and, in training, the loss; both are the caller's to free.</summary>
    /// <param name="rows">One tensor (R, d_i) for each modality.</param>
    /// <param name="count">Number of rows R.</param>
    /// <param name="training">The mode.</param>
    public (NativeTensor Fused, NativeTensor Loss) Forward(ReadOnlySpan<NativeTensor> rows, long count, bool training)
    {
        Span<NativeTensor> generated = stackalloc NativeTensor[rows.Length];
        for (var m = 0; m < rows.Length; m++)
            generated[m] = _branches[m].Generate(rows[m], count, training);
        var fused = _fuse.Forward(generated);
        NativeTensor loss = default;
        for (var m = 0; m < rows.Length; m++)
        {
            using var fake = generated[m];
            if (training)
                loss = Sum(loss, _branches[m].Loss(rows, fake));
        }

        return (fused, loss);
    }

    public void Dispose()
    {
        foreach (var branch in _branches)
            branch.Dispose();
        _fuse.Dispose();
    }

    /// <summary>The sum; takes both, and gives the second where the first is none.</summary>
    private static NativeTensor Sum(NativeTensor first, NativeTensor second)
    {
        if (first.IsNone)
            return second;
        using var before = first;
        using var next = second;
        return before.Plus(next, NativeScalar.One);
    }

    /// <summary>One modality's game.</summary>
    private sealed class Branch : IDisposable
    {
        private readonly Generator _noise;
        private readonly NativeScalar? _deviation;
        private readonly NativeMlp _generator;
        private readonly NativeMlp _discriminator;
        private readonly NativeAutoFusion? _complement;
        private readonly int[] _others;
        private readonly long _width;

        public Branch(FusionModule module, LayerShape shape, int position, double noiseStd)
        {
            var prefix = $"branches.m{position}.";
            (_noise, _width) = (module.Noise, shape.Widths[position]);
            _deviation = noiseStd == 0 ? null : NativeScalar.Of(noiseStd);
            _generator = new(module, $"{prefix}generator.");
            _discriminator = new(module, $"{prefix}discriminator.");
            _others = [.. Enumerable.Range(0, shape.Widths.Count).Where(m => m != position)];
            if (_others.Length > 1 || shape.Widths[_others[0]] != shape.OutputFeatures)
                _complement = new(module, $"{prefix}complement.", [.. _others.Select(m => shape.Widths[m])]);
        }

        public NativeTensor Generate(NativeTensor rows, long count, bool training)
        {
            if (!training || _deviation is null)
                return _generator.Forward(rows, training);
            using var draws = NativeTensor.Randn(_noise, [count, _width]);
            using var noise = draws.Times(_deviation);
            using var noisy = rows.Plus(noise, NativeScalar.One);
            return _generator.Forward(noisy, training);
        }

        /// <summary>Both sides of the game and the complement's reconstruction, with the terms that the layer reports.</summary>
        public NativeTensor Loss(ReadOnlySpan<NativeTensor> rows, NativeTensor fake)
        {
            Span<NativeTensor> others = stackalloc NativeTensor[_others.Length];
            for (var i = 0; i < others.Length; i++)
                others[i] = rows[_others[i]];
            if (_complement is null)
                return Judge(others[0], fake);

            using var real = _complement.Encode(others);
            var reconstruction = _complement.Reconstruct(real, others);
            using var term = reconstruction.Detach();
            return Sum(Judge(real, fake), reconstruction);
        }

        public void Dispose()
        {
            _generator.Dispose();
            _discriminator.Dispose();
            _complement?.Dispose();
            _deviation?.Dispose();
        }

        private NativeTensor Judge(NativeTensor real, NativeTensor fake)
        {
            var discriminator = Discriminate(real, fake);
            using var logits = _discriminator.ForwardFrozen(fake);
            var generator = RealSide(logits);
            using var term = generator.Detach();
            return Sum(generator, discriminator);
        }

        private NativeTensor Discriminate(NativeTensor real, NativeTensor fake)
        {
            using var realRows = real.Detach();
            using var realLogits = _discriminator.Forward(realRows, training: true);
            using var fakeRows = fake.Detach();
            using var fakeLogits = _discriminator.Forward(fakeRows, training: true);
            var loss = Sum(RealSide(realLogits), FakeSide(fakeLogits));
            using var term = loss.Detach();
            using var realAccuracy = Share(realLogits, above: true);
            using var fakeAccuracy = Share(fakeLogits, above: false);
            return loss;
        }

        /// <summary>The mean of softplus(-l).</summary>
        private static NativeTensor RealSide(NativeTensor logits)
        {
            using var sigmoid = logits.LogSigmoid();
            using var mean = sigmoid.Mean();
            return mean.Negative();
        }

        /// <summary>The mean of softplus(l).</summary>
        private static NativeTensor FakeSide(NativeTensor logits)
        {
            using var negative = logits.Negative();
            return RealSide(negative);
        }

        private static NativeTensor Share(NativeTensor logits, bool above)
        {
            using var plain = logits.Detach();
            using var judged = above ? plain.Above(NativeScalar.Zero) : plain.AtMost(NativeScalar.Zero);
            using var numbers = judged.ToFloat();
            return numbers.Mean();
        }
    }
}
