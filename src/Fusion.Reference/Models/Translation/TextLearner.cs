using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// The text learner of the paper (section 4.2) for translation: word vectors, dropout, one bidirectional LSTM. Its states are what a decoder attends to;
/// its final states become one vector of the common width.
/// </summary>
internal sealed class TextLearner : nn.Module<TranslationInput, TextLearned>
{
    private readonly Embedding _words;
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly NoiseDropout _stateDropout;
    private readonly Linear _project;

    /// <param name="words">Vectors of the source words, registered by whom they belong to.</param>
    /// <param name="hidden">Units h in each direction.</param>
    /// <param name="width">Width of the vector.</param>
    /// <param name="forgetBias">What the forget gates start with.</param>
    /// <param name="dropout">Dropout on the word vectors and on the states.</param>
    /// <param name="noise">The model's randomness.</param>
    public TextLearner(Embedding words, long hidden, long width, double forgetBias, double dropout, DropoutNoise noise)
        : base(nameof(TextLearner))
    {
        _words = words;
        (StateFeatures, OutputFeatures) = (2 * hidden, width);
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(words.weight!.size(1), hidden, forgetBias));
        register_module("state_dropout", _stateDropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(StateFeatures, width));
    }

    /// <summary>Width of a state: both directions side by side.</summary>
    public long StateFeatures { get; }

    /// <summary>Width of the vector.</summary>
    public long OutputFeatures { get; }

    public override TextLearned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(_words.forward(input.Tokens)), input.Lengths, batch_first: true, enforce_sorted: false);
        var states = _lstm.call(packed);
        var (forward, backward) = states.Final(packed);
        var final = _stateDropout.forward(cat([forward, backward], 1));
        var read = new SequenceStates(_stateDropout.forward(cat([states.Forward, states.Backward], 1)), final, PackedPlaces.Of(packed));
        return new TextLearned(read, _project.forward(final).tanh()).MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}

/// <summary>What the text learner returns.</summary>
/// <param name="States">The states of the words.</param>
/// <param name="Vector">One vector per line (B, width).</param>
internal sealed record TextLearned(SequenceStates States, Tensor Vector)
{
    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public TextLearned MoveToOuterDisposeScope()
    {
        States.MoveToOuterDisposeScope();
        Vector.MoveToOuterDisposeScope();
        return this;
    }
}
