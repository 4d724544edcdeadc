using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>The speech learner of the paper (section 4.2), "a simple feed-forward layer": each frame through it, then the mean over the frames.</summary>
internal sealed class SpeechEncoder : ModalityEncoder<TranslationInput>
{
    private readonly Linear _project;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width of a frame.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the frames.</param>
    /// <param name="noise">The model's randomness.</param>
    public SpeechEncoder(long features, long width, double dropout, DropoutNoise noise)
        : base(nameof(SpeechEncoder), width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(features, width));
    }

    /// <summary>Encodes to (B, width); frames of padding count for nothing.</summary>
    public override Encoded forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        var (speech, lengths) = (input.Speech!, input.SpeechLengths!.to(input.Speech!.device));
        var inside = arange(speech.size(1), device: speech.device).unsqueeze(0).lt(lengths.unsqueeze(1)).to(speech.dtype).unsqueeze(2);
        var frames = _project.forward(_dropout.forward(speech)).tanh();
        var mean = (frames * inside).sum([1L]) / lengths.unsqueeze(1).to(speech.dtype);
        return new Encoded(mean).MoveToOuterDisposeScope();
    }
}
