using Fusion.Layers.Tests.Support;

namespace Fusion.Layers.Tests;

/// <summary>The contract as AutoFusion keeps it.</summary>
public sealed class AutoFusionTests : FusionModuleContract
{
    protected override FusionModule Create(FusionCase drawn) => new AutoFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Auto, dtype: drawn.Dtype);
}
