using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>The text learner of the paper (section 4.2): trainable embedding, dropout, one bidirectional LSTM; its two final hidden states side by side.</summary>
internal sealed class TextEncoder : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding _embedding;
    private readonly Dropout _dropout;
    private readonly LSTM _lstm;

    /// <param name="words">Size of the vocabulary; id 0 is padding.</param>
    /// <param name="features">Width of a word vector.</param>
    /// <param name="hidden">LSTM units in each direction.</param>
    /// <param name="dropout">Dropout on the word vectors.</param>
    public TextEncoder(long words, long features, long hidden, double dropout)
        : base(nameof(TextEncoder))
    {
        OutputFeatures = 2 * hidden;
        register_module("embedding", _embedding = nn.Embedding(words, features, padding_idx: 0));
        register_module("dropout", _dropout = nn.Dropout(dropout));
        register_module("lstm", _lstm = nn.LSTM(features, hidden, batchFirst: true, bidirectional: true));
    }

    /// <summary>Width of the sentence vector.</summary>
    public long OutputFeatures { get; }

    /// <summary>Overwrites the word vectors with a table (words, features); they stay trainable.</summary>
    public void Initialise(Tensor table)
    {
        using var noGrad = no_grad();
        using var _ = _embedding.weight!.copy_(table);
    }

    /// <summary>Encodes a padded batch; padding reaches no state because the sequences are packed.</summary>
    /// <param name="tokens">Word ids (B, T), int64.</param>
    /// <param name="lengths">Length of each sentence (B), int64, at least 1, on the CPU.</param>
    /// <returns>Sentence vectors (B, 2 hidden).</returns>
    public override Tensor forward(Tensor tokens, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        var words = _dropout.forward(_embedding.forward(tokens));
        using var packed = pack_padded_sequence(words, lengths, batch_first: true, enforce_sorted: false);
        var (states, final, _) = _lstm.call(packed);
        states.Dispose();
        return cat([final[0], final[1]], 1).MoveToOuterDisposeScope();
    }

    // The children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
