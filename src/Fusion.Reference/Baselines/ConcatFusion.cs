using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Baselines;

/// <summary>Early fusion without a parameter of its own: the modalities side by side.</summary>
internal sealed class ConcatFusion : FusionModule
{
    public ConcatFusion(IReadOnlyList<Modality> modalities, FusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(ConcatFusion), modalities, modalities.Sum(modality => modality.Features), options ?? AutoFusionOptions.Default, device, dtype)
    {
    }

    protected override FusionResult fuse(FusionRows rows, bool computeLoss) =>
        FusionResult.Plain(cat([.. Enumerable.Range(0, Modalities.Count).Select(modality => Filled(rows, modality))], -1));
}
