using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a translator reads of a batch of source lines. The tensors are the batch's.</summary>
/// <param name="Tokens">Source tokens (B, S), int64, padded with 0.</param>
/// <param name="Lengths">Their numbers (B), int64, on the CPU.</param>
internal sealed record TranslationInput(Tensor Tokens, Tensor Lengths)
{
    /// <summary>Vector of an image or a video (B, D), or the regions of an image (B, R, D); null where the model reads none.</summary>
    public Tensor? Image { get; init; }

    /// <summary>Frames of speech (B, T, 43), padded with 0, or null where the model reads none.</summary>
    public Tensor? Speech { get; init; }

    /// <summary>Numbers of frames (B), int64, on the CPU; at least 1.</summary>
    public Tensor? SpeechLengths { get; init; }

    /// <summary>Which modalities a line has (B, M), bool, in the order of the model's; null: all.</summary>
    public Tensor? Present { get; init; }
}
