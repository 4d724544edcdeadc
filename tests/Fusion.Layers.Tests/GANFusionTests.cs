using Fusion.Layers.Tests.Support;

namespace Fusion.Layers.Tests;

/// <summary>The contract as GANFusion keeps it.</summary>
public sealed class GANFusionTests : FusionModuleContract
{
    protected override FusionModule Create(FusionCase drawn) => new GANFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Gan, dtype: drawn.Dtype);

    protected override long AbsentWidth(FusionCase drawn, int modality) => drawn.OutputFeatures;
}
