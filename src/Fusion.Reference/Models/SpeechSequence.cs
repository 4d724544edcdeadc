using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Speech as the sequence that the sequence models read: the cepstral frames where there are any, else the eight features as one element.</summary>
/// <param name="Values">(B, S, f).</param>
/// <param name="Lengths">(B), int64, on the CPU.</param>
internal sealed record SpeechSequence(Tensor Values, Tensor Lengths)
{
    /// <summary>The sequence of an input; new tensors belong to the caller's dispose scope.</summary>
    public static SpeechSequence Of(EmotionInput input) => input is { Frames: { } frames, FrameLengths: { } lengths }
        ? new(frames, lengths)
        : new(input.Audio.unsqueeze(1), ones(input.Audio.size(0), dtype: ScalarType.Int64));
}
