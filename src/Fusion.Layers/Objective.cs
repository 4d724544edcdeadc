using System.Text.Json.Serialization;

namespace Fusion.Layers;

/// <summary>The adversarial game; l is a logit, r real, f fake, sp the softplus, every term a mean over rows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Objective>))]
public enum Objective
{
    /// <summary>Discriminator sp(-l_r) + sp(l_f), generator sp(-l_f).</summary>
    NonSaturating,

    /// <summary>Equation 2 as printed: discriminator as <see cref="NonSaturating"/>, generator -sp(l_f), which is negative by design.</summary>
    Minimax,

    /// <summary>Discriminator (l_r - 1)^2 + l_f^2, generator (l_f - 1)^2.</summary>
    LeastSquares,

    /// <summary>Discriminator relu(1 - l_r) + relu(1 + l_f), generator -l_f.</summary>
    Hinge,

    /// <summary>Discriminator l_f - l_r, generator -l_f; needs <see cref="GANFusionOptions.SpectralNorm"/> or <see cref="GANFusionOptions.R1Gamma"/> above 0.</summary>
    Wasserstein,
}
