using Fusion.Layers;
using static TorchSharp.torch;
// snippet: sum-fusion
using TorchSharp.Modules;
// end

namespace DocSnippets;

// snippet: sum-fusion
/// <summary>Projects each modality to the output's width and adds the projections up.</summary>
public sealed class SumFusion : FusionModule
{
    private readonly Linear[] _projections;

    public SumFusion(IReadOnlyList<Modality> modalities, long outputFeatures, SumFusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(SumFusion), modalities, outputFeatures, options ?? new SumFusionOptions(), device, dtype)
    {
        _projections = [.. modalities.Select(modality => nn.Linear(modality.Features, outputFeatures, device: device, dtype: dtype))];
        for (var m = 0; m < modalities.Count; m++)
            register_module($"project_{modalities[m].Name}", _projections[m]);
    }

    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        var nothing = zeros(OutputFeatures, dtype: Dtype, device: Device);
        var fused = zeros(rows.Count, OutputFeatures, dtype: Dtype, device: Device);
        for (var m = 0; m < Modalities.Count; m++)
        {
            if (rows.Values(m) is { } values)                   // (n_m, d_m): only rows that have modality m
                fused = fused + rows.Spread(m, _projections[m].forward(values), nothing);
        }

        if (!computeLoss)
            return FusionResult.Plain(fused);

        var activity = fused.square().mean();                   // keeps the fused vectors small
        return new FusionResult(fused, activity, new Dictionary<string, Tensor> { ["activity"] = activity.detach() });
    }
}

/// <summary>No options of its own; those of every fusion module come with the base record.</summary>
public sealed record SumFusionOptions : FusionOptions;
// end
