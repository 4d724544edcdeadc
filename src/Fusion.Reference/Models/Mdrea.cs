using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// MDREA (the same paper as <see cref="Mdre"/>): the speech vector, projected to the width of the text's states, is the query of a dot-product attention
/// over the words; what it finds and the projected speech vector go side by side to the classes.
/// </summary>
/// <remarks>Differences from the source: those of <see cref="Mdre"/>.</remarks>
internal sealed class Mdrea : SequenceClassifier
{
    private readonly GruReader _text;
    private readonly GruReader _speech;
    private readonly Linear _speechProjection;
    private readonly Linear _head;

    public Mdrea(SequenceWidths widths, DropoutNoise noise)
        : base(nameof(Mdrea), widths, noise)
    {
        register_module("text", _text = new GruReader(widths.WordFeatures, widths.Hidden, TextDropout, noise));
        register_module("speech", _speech = new GruReader(widths.SpeechFeatures, widths.Hidden, SpeechDropout, noise));
        register_module("project_speech", _speechProjection = Projection(widths.Hidden + widths.Prosody, widths.Hidden));
        register_module("head", _head = Projection(2 * widths.Hidden, widths.Classes));
    }

    public override Tensor TaskLoss(Tensor logits, Tensor labels, nn.Reduction reduction = nn.Reduction.Mean) => SigmoidLoss.Of(logits, labels, reduction);

    public override ClassifierOutput forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var text = Read(_text, input);
        var speech = cat([ReadSpeech(_speech, input).Final, input.Audio], 1);
        var query = _speechProjection.forward(speech);
        var fused = cat([DotAttention.Read(text, query).Summary, query], 1);
        return Output(_head, cat([text.Final, speech], 1), fused).MoveToOuterDisposeScope();
    }
}
