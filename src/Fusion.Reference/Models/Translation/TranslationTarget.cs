using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a decoder is taught: at each step the token before, and the one to predict.</summary>
/// <param name="Previous">Start and all tokens (B, T), int64, padded with 0.</param>
/// <param name="Next">All tokens and the end (B, T), int64, padded with 0.</param>
/// <param name="Lengths">Steps (B), int64, on the CPU.</param>
internal sealed record TranslationTarget(Tensor Previous, Tensor Next, Tensor Lengths)
{
    /// <summary>The steps without padding, as a decoder's rows lie.</summary>
    public PackedSequence Pack(Tensor values) => pack_padded_sequence(values, Lengths, batch_first: true, enforce_sorted: false);
}
