using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>What stands in for a modality that a row does not have.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AbsentFill>))]
public enum AbsentFill
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>A learned vector, registered as <c>absent.&lt;modality&gt;</c>, which starts at zero.</summary>
    Learned,
}
