using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What an emotion classifier reads.</summary>
/// <param name="Tokens">Word ids (B, T), int64; 0 is padding.</param>
/// <param name="Lengths">Words of each utterance (B), int64, on the CPU.</param>
/// <param name="Audio">Standardised speech features (B, f).</param>
internal sealed record EmotionInput(Tensor Tokens, Tensor Lengths, Tensor Audio) : IClassifierInput
{
    /// <summary>Standardised cepstral frames (B, S, 39), padded with 0; null where the data have none or the model reads none.</summary>
    public Tensor? Frames { get; init; }

    /// <summary>Which row has text and which speech (B, 2), bool, for a model with a fusion module; null: every row has both.</summary>
    public Tensor? Present { get; init; }

    /// <summary>Frames of each utterance (B), int64, on the CPU; null where <see cref="Frames"/> is.</summary>
    public Tensor? FrameLengths { get; init; }
}
