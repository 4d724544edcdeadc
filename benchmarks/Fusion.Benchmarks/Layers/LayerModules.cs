using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>Builds the measured layers with the same weights and inputs for every side.</summary>
internal static class LayerModules
{
    public const double LearningRate = 1e-4;

    /// <summary>The default noise of GANFusion.</summary>
    public const double NoiseStd = 0.01;

    private const int Seed = 1;

    // Another one: GANFusion's noise starts from the seed of the weights, and noise like the inputs would only scale them.
    private const int InputSeed = 2;

    /// <summary>The package's layer, in its mode.</summary>
    public static FusionModule New(LayerKind kind, LayerShape shape, double noiseStd, bool training)
    {
        manual_seed(Seed);
        FusionModule module = kind == LayerKind.AutoFusion
            ? new AutoFusion(shape.Modalities, shape.OutputFeatures)
            : new GANFusion(shape.Modalities, shape.OutputFeatures, new GANFusionOptions { NoiseStd = noiseStd });
        module.train(training);
        return module;
    }

    /// <summary>Normal inputs (*, d_i), the same on every device.</summary>
    /// <param name="shape">Widths.</param>
    /// <param name="leading">Leading dimensions.</param>
    /// <param name="device">Where they lie; default: the CPU.</param>
    public static IReadOnlyList<Tensor> Inputs(LayerShape shape, IReadOnlyList<long> leading, Device? device = null)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(InputSeed);
        return [.. shape.Widths.Select(width => randn([.. leading, width], generator: generator).to(device ?? CPU).DetachFromDisposeScope())];
    }
}
