using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>The text learner of the paper (section 4.2): embedding, dropout, one bidirectional LSTM; the final states of its two directions become one vector, to which attention to the words can be added.</summary>
internal sealed class TextEncoder : ModalityEncoder<EmotionInput>
{
    private readonly Embedding _embedding;
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly DirectionStates _directions;
    private readonly LuongAttention? _attention;

    /// <param name="words">Size of the vocabulary; id 0 is padding.</param>
    /// <param name="features">Width of a word vector.</param>
    /// <param name="hidden">LSTM units h in each direction.</param>
    /// <param name="forgetBias">What the LSTM's forget gates start with.</param>
    /// <param name="directions">How the two directions become one vector.</param>
    /// <param name="dropout">Dropout on the word vectors.</param>
    /// <param name="noise">The model's randomness.</param>
    /// <param name="attention">Whether and how the words are attended to.</param>
    public TextEncoder(
        long words, long features, long hidden, double forgetBias, TextDirections directions, double dropout, DropoutNoise noise, TextAttention attention = TextAttention.None)
        : base(nameof(TextEncoder), DirectionStates.Width(directions, hidden))
    {
        register_module("embedding", _embedding = nn.Embedding(words, features, padding_idx: 0));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden, forgetBias));
        _directions = new DirectionStates(directions, hidden);
        if (_directions.Fusion is not null)
            register_module("directions", _directions.Fusion);
        if (attention != TextAttention.None)
            register_module("attention", _attention = new LuongAttention(OutputFeatures, attention == TextAttention.General));
    }

    /// <summary>Overwrites the word vectors with a table (words, features).</summary>
    public void Initialise(Tensor table, bool frozen = false) => WordTable.Fill(_embedding, table, frozen);

    /// <summary>Encodes a padded batch to (B, 2 h) or (B, h); padding reaches no state because the sequences are packed.</summary>
    public override Encoded forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(input.Tokens, input.Lengths, batch_first: true, enforce_sorted: false);
        var states = _lstm.call(_dropout.forward(_embedding.forward(packed.data)), packed);
        return (_attention is null ? _directions.OfFinal(states, packed) : Attend(_attention, states, packed)).MoveToOuterDisposeScope();
    }

    private Encoded Attend(LuongAttention attention, BidirectionalStates states, PackedSequence packed)
    {
        var (final, rows, loss) = _directions.OfAll(states, packed);
        return new Encoded(attention.call(new SequenceStates(rows, final, PackedPlaces.Of(packed))), loss);
    }
}
