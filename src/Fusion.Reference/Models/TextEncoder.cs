using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>The text learner of the paper (section 4.2): embedding, dropout, one bidirectional LSTM; the final states of its two directions become one vector.</summary>
internal sealed class TextEncoder : ModalityEncoder<EmotionInput>
{
    private readonly Embedding _embedding;
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly TextDirections _directions;
    private readonly AutoFusion? _fuse;

    /// <param name="words">Size of the vocabulary; id 0 is padding.</param>
    /// <param name="features">Width of a word vector.</param>
    /// <param name="hidden">LSTM units h in each direction.</param>
    /// <param name="forgetBias">What the LSTM's forget gates start with.</param>
    /// <param name="directions">How the two directions become one vector.</param>
    /// <param name="dropout">Dropout on the word vectors.</param>
    /// <param name="noise">The model's randomness.</param>
    public TextEncoder(long words, long features, long hidden, double forgetBias, TextDirections directions, double dropout, DropoutNoise noise)
        : base(nameof(TextEncoder), directions == TextDirections.Concat ? 2 * hidden : hidden)
    {
        _directions = directions;
        register_module("embedding", _embedding = nn.Embedding(words, features, padding_idx: 0));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden, forgetBias));
        if (directions == TextDirections.AutoFusion)
            register_module("directions", _fuse = nn.AutoFusion([("forward", hidden), ("backward", hidden)], hidden));
    }

    /// <summary>Overwrites the word vectors with a table (words, features).</summary>
    public void Initialise(Tensor table, bool frozen = false)
    {
        using var noGrad = no_grad();
        using var _ = _embedding.weight!.copy_(table);
        _embedding.weight.requires_grad = !frozen;
    }

    /// <summary>Encodes a padded batch to (B, 2 h) or (B, h); padding reaches no state because the sequences are packed.</summary>
    public override Encoded forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var words = _dropout.forward(_embedding.forward(input.Tokens));
        using var packed = pack_padded_sequence(words, input.Lengths, batch_first: true, enforce_sorted: false);
        var (forward, backward) = _lstm.call(packed).Final(packed);
        return Combine(forward, backward).MoveToOuterDisposeScope();
    }

    private Encoded Combine(Tensor forward, Tensor backward) => _directions switch
    {
        TextDirections.Concat => new(cat([forward, backward], 1)),
        TextDirections.Max => new(maximum(forward, backward)),
        TextDirections.Mean => new((forward + backward) / 2),
        TextDirections.Sum => new(forward + backward),
        _ => Fuse(_fuse!.call(forward, backward)),
    };

    private static Encoded Fuse(FusionOutput output) => new(output.Fused, output.Loss);
}
