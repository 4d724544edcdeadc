using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>Normalisation of each modality before anything else sees it: one of the paper's GAN tricks (section 4.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InputNorm>))]
public enum InputNorm
{
    /// <summary>Inputs are taken as they come.</summary>
    None,

    /// <summary>Each row of each modality is shifted to mean 0 and scaled to variance 1, without parameters.</summary>
    Layer,
}
