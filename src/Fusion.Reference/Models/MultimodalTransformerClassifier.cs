using Fusion.Reference.Models.Crossmodal;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>A <see cref="MultimodalTransformer"/> of words and speech, ReLU, dropout and a linear layer to the classes.</summary>
/// <remarks>
/// Cepstral frames come every 10 ms, up to 750 of them, and attention between all pairs costs their square, so each ten are averaged first. On prepared data
/// the speech sequence has one element: then nothing is chosen from it, and it is added to every word.
/// </remarks>
internal sealed class MultimodalTransformerClassifier : SequenceClassifier
{
    private const int FramesAveraged = 10;

    private readonly MultimodalTransformer _transformer;
    private readonly NoiseDropout _dropout;
    private readonly Linear _head;

    /// <param name="widths">Sizes.</param>
    /// <param name="fused">Width of the vector that is classified.</param>
    /// <param name="options">Sizes of the transformer.</param>
    /// <param name="dropout">Dropout before the head.</param>
    /// <param name="noise">The model's randomness.</param>
    public MultimodalTransformerClassifier(SequenceWidths widths, long fused, MultimodalTransformerOptions options, double dropout, DropoutNoise noise)
        : base(nameof(MultimodalTransformerClassifier), widths, noise)
    {
        register_module("transformer", _transformer = new MultimodalTransformer([("text", widths.WordFeatures), ("speech", widths.SpeechFeatures)], fused, options, noise));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("head", _head = nn.Linear(fused, widths.Classes));
    }

    public override ClassifierOutput forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        PaddedSequence[] sequences = [new(Words(input), input.Lengths), Speech(input)];
        var fused = _transformer.call(sequences).relu();
        var encoded = cat([.. sequences.Select(sequence => sequence.Mean(sequence.Values))], 1);
        return (Output(_head, encoded, _dropout.forward(fused)) with { Fused = fused }).MoveToOuterDisposeScope();
    }

    private static PaddedSequence Speech(EmotionInput input)
    {
        var speech = SpeechSequence.Of(input);
        var sequence = new PaddedSequence(speech.Values, speech.Lengths);
        return input.Frames is null ? sequence : sequence.Averaged(FramesAveraged);
    }
}
