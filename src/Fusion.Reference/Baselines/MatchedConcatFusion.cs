using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Baselines;

/// <summary>Concatenation and an MLP with as many parameters as the fusion it is compared with, so that size alone explains nothing.</summary>
internal sealed class MatchedConcatFusion : FusionModule
{
    private readonly Sequential _fuse;

    /// <summary>Matches <paramref name="parameters"/>, the count of the other fusion; see <see cref="HiddenFor"/>.</summary>
    public MatchedConcatFusion(IReadOnlyList<Modality> modalities, long outputFeatures, long parameters, FusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(MatchedConcatFusion), modalities, outputFeatures, options ?? AutoFusionOptions.Default, device, dtype)
    {
        var width = modalities.Sum(modality => modality.Features);
        var hidden = HiddenFor(width, outputFeatures, parameters);
        _fuse = nn.Sequential(
            nn.Linear(width, hidden, device: device, dtype: dtype), nn.Tanh(),
            nn.Linear(hidden, outputFeatures, device: device, dtype: dtype), nn.ReLU());
        register_module("fuse", _fuse);
    }

    /// <summary>Hidden width h whose MLP k-h-t holds <paramref name="parameters"/> numbers to the nearest unit: k h + h + h t + t.</summary>
    public static long HiddenFor(long width, long outputFeatures, long parameters) =>
        Math.Max(1, (long)Math.Round((parameters - outputFeatures) / (double)(width + 1 + outputFeatures)));

    protected override FusionResult fuse(FusionRows rows, bool computeLoss) =>
        FusionResult.Plain(_fuse.forward(cat([.. Enumerable.Range(0, Modalities.Count).Select(modality => Filled(rows, modality))], -1)));

    // The one child is registered by name above; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }
}
