using Fusion.Layers;
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
    private readonly TextDirections _directions;
    private readonly AutoFusion? _fuse;
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
        : base(nameof(TextEncoder), directions == TextDirections.Concat ? 2 * hidden : hidden)
    {
        _directions = directions;
        register_module("embedding", _embedding = nn.Embedding(words, features, padding_idx: 0));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden, forgetBias));
        if (directions == TextDirections.AutoFusion)
            register_module("directions", _fuse = nn.AutoFusion([("forward", hidden), ("backward", hidden)], hidden));
        if (attention != TextAttention.None)
            register_module("attention", _attention = new LuongAttention(OutputFeatures, attention == TextAttention.General));
    }

    /// <summary>Overwrites the word vectors with a table (words, features).</summary>
    public void Initialise(Tensor table, bool frozen = false) => WordTable.Fill(_embedding, table, frozen);

    /// <summary>Encodes a padded batch to (B, 2 h) or (B, h); padding reaches no state because the sequences are packed.</summary>
    public override Encoded forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var words = _dropout.forward(_embedding.forward(input.Tokens));
        using var packed = pack_padded_sequence(words, input.Lengths, batch_first: true, enforce_sorted: false);
        var states = _lstm.call(packed);
        var (forward, backward) = states.Final(packed);
        return (_attention is null ? Combine(forward, backward) : Attend(_attention, states, forward, backward, PackedPlaces.Of(packed))).MoveToOuterDisposeScope();
    }

    // The words' states are combined as the final ones are, and together with them: query and states then lie in one space.
    private Encoded Attend(LuongAttention attention, BidirectionalStates states, Tensor forward, Tensor backward, PackedPlaces places)
    {
        var all = Combine(cat([forward, states.Forward]), cat([backward, states.Backward]));
        var (final, rows) = (all.Vector.narrow(0, 0, places.Count), all.Vector.narrow(0, places.Count, states.Layout.Rows));
        return all with { Vector = attention.call(new SequenceStates(rows, final, places)) };
    }

    private Encoded Combine(Tensor forward, Tensor backward) => _directions switch
    {
        TextDirections.Concat => new(cat([forward, backward], 1)),
        TextDirections.Max => new(maximum(forward, backward)),
        TextDirections.Mean => new(forward.Plus(backward) / Scalars.Two),
        TextDirections.Sum => new(forward.Plus(backward)),
        _ => Fuse(_fuse!.call(forward, backward)),
    };

    private static Encoded Fuse(FusionOutput output) => new(output.Fused, output.Loss);
}
