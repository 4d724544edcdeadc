using Fusion.Layers.Tests.Support;

namespace Fusion.Layers.Tests;

/// <summary>The contract as an outside author's module keeps it, without doing anything for it.</summary>
public sealed class FusionModuleTests : FusionModuleContract
{
    protected override FusionModule Create(FusionCase drawn) =>
        new ConcatProbe(
            drawn.Modalities,
            drawn.OutputFeatures,
            new ConcatProbe.ProbeOptions
            {
                LossInEval = drawn.Auto.LossInEval,
                ModalityDropout = drawn.Auto.ModalityDropout,
                AbsentFill = drawn.Auto.AbsentFill,
                InputNorm = drawn.Auto.InputNorm,
                Seed = drawn.Auto.Seed,
            },
            dtype: drawn.Dtype);
}
