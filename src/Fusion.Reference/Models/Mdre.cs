using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// MDRE, the multimodal dual recurrent encoder (Yoon, Byun and Jung, "Multimodal speech emotion recognition using audio and text", SLT 2018): a GRU over
/// speech whose final state is joined by features of the whole utterance, a GRU over the words, each projected to half its width, both side by side to
/// the classes. The loss is sigmoid cross-entropy on one-hot labels.
/// </summary>
/// <remarks>
/// Widths, initial weights and dropout as in the source. Differences: the features of the whole utterance are our eight instead of 35 of openSMILE; on
/// prepared data the speech sequence is those eight as its one element instead of frames; word vectors, text length, Adam, batches, clipping and early
/// stopping are the recipe's (the source clips each gradient value at 10, draws batches with replacement and reads 128 words).
/// </remarks>
internal sealed class Mdre : SequenceClassifier
{
    private readonly GruReader _text;
    private readonly GruReader _speech;
    private readonly Linear _textProjection;
    private readonly Linear _speechProjection;
    private readonly Linear _head;

    public Mdre(SequenceWidths widths, DropoutNoise noise)
        : base(nameof(Mdre), widths, noise)
    {
        var speech = widths.Hidden + widths.Prosody;
        register_module("text", _text = new GruReader(widths.WordFeatures, widths.Hidden, TextDropout, noise));
        register_module("speech", _speech = new GruReader(widths.SpeechFeatures, widths.Hidden, SpeechDropout, noise));
        register_module("project_text", _textProjection = Projection(widths.Hidden, widths.Hidden / 2));
        register_module("project_speech", _speechProjection = Projection(speech, speech / 2));
        register_module("head", _head = Projection((widths.Hidden / 2) + (speech / 2), widths.Classes));
    }

    public override Tensor TaskLoss(Tensor logits, Tensor labels, nn.Reduction reduction = nn.Reduction.Mean) => SigmoidLoss.Of(logits, labels, reduction);

    public override ClassifierOutput forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var text = Read(_text, input).Final;
        var speech = cat([ReadSpeech(_speech, input).Final, input.Audio], 1);
        var fused = cat([_textProjection.forward(text), _speechProjection.forward(speech)], 1);
        return Output(_head, cat([text, speech], 1), fused).MoveToOuterDisposeScope();
    }
}
