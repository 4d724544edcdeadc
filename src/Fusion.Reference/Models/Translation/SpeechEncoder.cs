using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>The speech learner of the paper (section 4.2), "a simple feed-forward layer": each frame through it, then the mean over the frames.</summary>
internal sealed class SpeechEncoder : TranslationEncoder
{
    private readonly Linear _project;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width of a frame.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the frames.</param>
    /// <param name="noise">The model's randomness.</param>
    public SpeechEncoder(long features, long width, double dropout, DropoutNoise noise)
        : base(nameof(SpeechEncoder), width, width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(features, width));
    }

    public override bool IsIn(TranslationInput input) => input.Speech is not null;

    /// <summary>Encodes to (B, width); frames of padding count for nothing.</summary>
    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        // Packed, no row is padding.
        using var packed = pack_padded_sequence(_dropout.forward(input.Speech!), input.SpeechLengths!, batch_first: true, enforce_sorted: false);
        var frames = _project.forward(packed.data).tanh();
        var places = PackedPlaces.Of(packed);
        var mean = places.Mean(frames, input.SpeechLengths!);
        return new Learned(new SequenceStates(frames, mean.alias(), places), mean).MoveToOuterDisposeScope();
    }
}
