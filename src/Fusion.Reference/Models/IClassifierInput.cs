using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What a classifier reads, as far as the fusion has to know it.</summary>
internal interface IClassifierInput
{
    /// <summary>Which row has which modality (B, M), bool; null: every row has all.</summary>
    Tensor? Present => null;
}
