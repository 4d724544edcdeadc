using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>Normalisation after the hidden layers of generators and discriminators.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Normalization>))]
public enum Normalization
{
    /// <summary>Batch normalisation, as in the paper; training then needs at least two rows.</summary>
    Batch,

    /// <summary>Layer normalisation: rows do not see each other, batch size 1 trains.</summary>
    Layer,

    /// <summary>None; positions 1 and 4 of the state-dict keys stay empty.</summary>
    None,
}
