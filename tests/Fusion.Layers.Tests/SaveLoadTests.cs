using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>Save, load, same output: by TorchSharp's own format and by safetensors.</summary>
public sealed class SaveLoadTests
{
    [Property(MaxTest = 25, Arbitrary = [typeof(FusionCases)])]
    public void AutoFusionComesBackTheSame(FusionCase drawn) =>
        ComesBackTheSame(drawn, () => new AutoFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Auto, dtype: drawn.Dtype));

    [Property(MaxTest = 25, Arbitrary = [typeof(FusionCases)])]
    public void GANFusionComesBackTheSame(FusionCase drawn) =>
        ComesBackTheSame(drawn, () => new GANFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Gan, dtype: drawn.Dtype));

    private static void ComesBackTheSame(FusionCase drawn, Func<FusionModule> create)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var module = create();
        // Statistics and spectral vectors move too.
        module.call(drawn.Input(drawn.Values(1)));
        module.eval();
        module.save(folder.File("module.dat"));
        module.save_safetensors(folder.File("module.safetensors"));

        manual_seed(2);
        using var first = create();
        using var second = create();
        first.load(folder.File("module.dat"));
        second.load_safetensors(folder.File("module.safetensors"));
        foreach (var loaded in new[] { first, second })
        {
            loaded.eval();
            ModuleState.Same(module.state_dict(), loaded.state_dict());
            TensorAssert.Same(module.call(drawn.Input()), loaded.call(drawn.Input()));
        }
    }
}
