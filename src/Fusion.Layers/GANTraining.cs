using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>Which player's terms <see cref="FusionOutput.Loss"/> of a <see cref="GANFusion"/> holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GANTraining>))]
public enum GANTraining
{
    /// <summary>Both players in one loss: one backward, one optimiser, gradients as from separate passes.</summary>
    Joint,

    /// <summary>The generator side only; <see cref="GANFusion.discriminator_loss"/> gives the other. For experts who step the players apart.</summary>
    Alternating,
}
