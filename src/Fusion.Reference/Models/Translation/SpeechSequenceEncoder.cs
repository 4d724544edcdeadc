using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>Another speech learner: a bidirectional LSTM over the frames, its final states through one linear layer.</summary>
internal sealed class SpeechSequenceEncoder : TranslationEncoder
{
    private readonly NoiseDropout _dropout;
    private readonly BidirectionalLstm _lstm;
    private readonly DirectionStates _directions;
    private readonly Linear _project;

    /// <param name="features">Width of a frame.</param>
    /// <param name="hidden">Units in each direction.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the frames.</param>
    /// <param name="noise">The model's randomness.</param>
    public SpeechSequenceEncoder(long features, long hidden, long width, double dropout, DropoutNoise noise)
        : base(nameof(SpeechSequenceEncoder), DirectionStates.Width(TextDirections.Concat, hidden), width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = new BidirectionalLstm(features, hidden));
        _directions = new DirectionStates(TextDirections.Concat, hidden);
        register_module("project", _project = nn.Linear(StateFeatures, width));
    }

    public override bool IsIn(TranslationInput input) => input.Speech is not null;

    /// <summary>Encodes to (B, width).</summary>
    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(input.Speech!), input.SpeechLengths!, batch_first: true, enforce_sorted: false);
        var (final, rows, _) = _directions.OfAll(_lstm.call(packed.data, packed), packed);
        return new Learned(new SequenceStates(rows, final, PackedPlaces.Of(packed)), _project.forward(final).tanh()).MoveToOuterDisposeScope();
    }
}
