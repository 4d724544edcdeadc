using Fusion.Benchmarks.Layers.Native;
using Fusion.Benchmarks.Layers.Plain;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>The implementations of one layer in this process, with equal weights, over the same inputs and on their device.</summary>
/// <param name="kind">Which layer.</param>
/// <param name="shape">Its widths.</param>
/// <param name="inputs">One tensor (*, d_i) for each modality; the caller's.</param>
/// <param name="training">The mode.</param>
/// <param name="noiseStd">Noise of GANFusion; 0 where values are compared.</param>
internal sealed class LayerSides(LayerKind kind, LayerShape shape, IReadOnlyList<Tensor> inputs, bool training, double noiseStd)
{
    /// <summary>The package's layer.</summary>
    public ILayer Ours()
    {
        var module = LayerModules.New(kind, shape, noiseStd, training).to(inputs[0].device);
        Tensor?[] values = [.. inputs];
        return new ManagedLayer(module, () =>
        {
            var (fused, loss) = module.call(values);
            return (fused, loss);
        });
    }

    /// <summary>The same libtorch calls by raw handles; on the CPU only.</summary>
    public ILayer Floor() => new NativeLayer(LayerModules.New(kind, shape, noiseStd, training), inputs, shape, noiseStd);

    /// <summary>The same mathematics written by hand.</summary>
    public ILayer Plain()
    {
        if (kind == LayerKind.AutoFusion)
        {
            var auto = WithWeights(new PlainAutoFusion(shape.Widths, shape.OutputFeatures));
            return new ManagedLayer(auto, () => auto.Fuse(inputs, training));
        }

        var gan = WithWeights(new PlainGANFusion(shape, noiseStd));
        return new ManagedLayer(gan, () => gan.Fuse(inputs));
    }

    private TModule WithWeights<TModule>(TModule module)
        where TModule : nn.Module
    {
        using var source = LayerModules.New(kind, shape, noiseStd, training);
        module.load_state_dict(source.state_dict());
        module.train(training);
        return module.to(inputs[0].device);
    }
}
