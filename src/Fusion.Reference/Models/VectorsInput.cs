using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What a classifier of precomputed features reads.</summary>
/// <param name="Features">Standardised vectors (B, d), one tensor per modality.</param>
/// <param name="Present">Which row has which modality (B, M), bool; null: every row has all.</param>
internal sealed record VectorsInput(IReadOnlyList<Tensor> Features, Tensor? Present = null) : IClassifierInput;
