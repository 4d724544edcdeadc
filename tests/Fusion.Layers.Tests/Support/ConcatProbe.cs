using TorchSharp.Utils;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;

namespace Fusion.Layers.Tests.Support;

/// <summary>An outside author's module: concatenation and one linear map, written on the public seam alone, with an activity loss of its own.</summary>
internal sealed class ConcatProbe : FusionModule
{
    [ComponentName(Name = "project")]
    private readonly Linear _project;

    public ConcatProbe(IReadOnlyList<Modality> modalities, long outputFeatures, FusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(ConcatProbe), modalities, outputFeatures, options ?? new ProbeOptions(), device, dtype)
    {
        _project = nn.Linear(modalities.Sum(modality => modality.Features), outputFeatures, device: device, dtype: dtype);
        RegisterComponents();
    }

    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        var fused = _project.forward(cat([.. Enumerable.Range(0, Modalities.Count).Select(m => Filled(rows, m))], -1));
        if (!computeLoss)
            return FusionResult.Plain(fused);

        var activity = fused.to_type(Dtype == ScalarType.Float64 ? Dtype : ScalarType.Float32).square().mean();
        return new FusionResult(fused, activity, new Dictionary<string, Tensor> { ["activity"] = activity.detach() });
    }

    public sealed record ProbeOptions : FusionOptions;
}
