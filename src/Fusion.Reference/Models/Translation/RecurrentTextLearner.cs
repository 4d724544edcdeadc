using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// The text learner of the paper (section 4.2) for translation: word vectors, dropout, one bidirectional LSTM, whose two directions become one state of each
/// word. The final states become the vector.
/// </summary>
internal sealed class RecurrentTextLearner : TextLearner
{
    private readonly Embedding _words;
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly DirectionStates _directions;
    private readonly FinalState _final;
    private readonly NoiseDropout _stateDropout;
    private readonly Linear _project;

    /// <param name="words">Vectors of the source words, registered by whom they belong to.</param>
    /// <param name="hidden">Units h in each direction.</param>
    /// <param name="directions">How the two directions become one state.</param>
    /// <param name="final">What of the last step becomes the vector.</param>
    /// <param name="width">Width of the vector.</param>
    /// <param name="forgetBias">What the forget gates start with.</param>
    /// <param name="dropout">Dropout on the word vectors and on the states.</param>
    /// <param name="noise">The model's randomness.</param>
    public RecurrentTextLearner(Embedding words, long hidden, TextDirections directions, FinalState final, long width, double forgetBias, double dropout, DropoutNoise noise)
        : base(nameof(RecurrentTextLearner), DirectionStates.Width(directions, hidden), width)
    {
        (_words, _final) = (words, final);
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(words.weight!.size(1), hidden, forgetBias));
        _directions = new DirectionStates(directions, hidden);
        if (_directions.Fusion is not null)
            register_module("directions", _directions.Fusion);
        register_module("state_dropout", _stateDropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(StateFeatures, width));
    }

    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(input.Tokens, input.Lengths, batch_first: true, enforce_sorted: false);
        var (last, rows, loss) = Read(_dropout.forward(_words.forward(packed.data)), packed);
        var final = _stateDropout.forward(last);
        var read = new SequenceStates(_stateDropout.forward(rows), final, PackedPlaces.Of(packed));
        return new Learned(read, _project.forward(final).tanh(), loss).MoveToOuterDisposeScope();
    }

    private (Tensor Final, Tensor Rows, Tensor? Loss) Read(Tensor words, PackedSequence packed)
    {
        if (_final == FinalState.Hidden)
            return _directions.OfAll(_lstm.call(words, packed), packed);
        var (states, forward, backward) = _lstm.WithCells(words, packed);
        return _directions.OfAll(states, forward, backward);
    }
}
