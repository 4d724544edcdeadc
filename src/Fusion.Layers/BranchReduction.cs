using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>How the losses of GANFusion's branches become one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BranchReduction>))]
public enum BranchReduction
{
    /// <summary>Sum over modalities: equation 3.</summary>
    Sum,

    /// <summary>Mean over the branches that had rows to learn from, so that the loss weight need not follow the number of modalities.</summary>
    Mean,
}
