using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>How squared reconstruction errors become one number.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reduction>))]
public enum Reduction
{
    /// <summary>Mean over all present elements, as the published code computes it.</summary>
    Mean,

    /// <summary>Squared Euclidean norm of each row, averaged over rows: equation 1 as printed. Equals k times <see cref="Mean"/> where every modality is present.</summary>
    SumPerSample,
}
