using static TorchSharp.torch;

namespace Fusion.Layers.Adversarial;

/// <summary>One round of a branch's game, over the rows that have both the modality and a complement.</summary>
/// <param name="Real">z_tr, the complement, (n, t).</param>
/// <param name="Fake">z_g, the generated vectors, (n, t).</param>
/// <param name="Reconstruction">The complement's reconstruction loss, or null where it is not learned.</param>
internal sealed record Round(Tensor Real, Tensor Fake, Tensor? Reconstruction);
