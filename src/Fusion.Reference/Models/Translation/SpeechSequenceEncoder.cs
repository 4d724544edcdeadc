using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>Another speech learner: a bidirectional LSTM over the frames, its final states through one linear layer.</summary>
internal sealed class SpeechSequenceEncoder : TranslationEncoder
{
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly Linear _project;

    /// <param name="features">Width of a frame.</param>
    /// <param name="hidden">Units in each direction.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the frames.</param>
    /// <param name="noise">The model's randomness.</param>
    public SpeechSequenceEncoder(long features, long hidden, long width, double dropout, DropoutNoise noise)
        : base(nameof(SpeechSequenceEncoder), 2 * hidden, width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden));
        register_module("project", _project = nn.Linear(2 * hidden, width));
    }

    public override bool IsIn(TranslationInput input) => input.Speech is not null;

    /// <summary>Encodes to (B, width).</summary>
    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(input.Speech!), input.SpeechLengths!, batch_first: true, enforce_sorted: false);
        var states = _lstm.call(packed);
        var (forward, backward) = states.Final(packed);
        var final = cat([forward, backward], 1);
        var read = new SequenceStates(cat([states.Forward, states.Backward], 1), final, PackedPlaces.Of(packed));
        return new Learned(read, _project.forward(final).tanh()).MoveToOuterDisposeScope();
    }
}
