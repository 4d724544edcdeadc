using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// MHA-1, MHA-2 and MHA-3, multi-hop attention (Yoon, Byun, Dey and Jung, "Speech emotion recognition using multi-hop attention mechanism", ICASSP 2019):
/// bidirectional readers of text and speech. Hop 1 attends to the words with the speech vector as the query, hop 2 to the speech with what hop 1 found,
/// hop 3 to the words again. The two latest vectors, one of each modality, go side by side to the classes: [speech; H1], [H1; H2] or [H2; H3].
/// </summary>
/// <remarks>
/// Differences and guesses: no public program settles the details. Readers are LSTMs, as the abstract says, without the residual connection from the input,
/// whose width differs; a learned projection brings each query to the width of what it attends to, as in the authors' later work, with the dropout and the
/// initial weights of that work; which vectors are classified is inferred. Features, word vectors and training differ as in <see cref="Mdre"/>. On prepared
/// data the speech sequence has one element: hop 2 then has nothing to choose from, its query does not learn, and in MHA-3 neither does that of hop 1.
/// </remarks>
internal sealed class MultiHopAttention : SequenceClassifier
{
    /// <summary>Most hops that the paper tries.</summary>
    public const int MostHops = 3;

    private readonly BidirectionalReader _text;
    private readonly BidirectionalReader _speech;
    private readonly IReadOnlyList<Linear> _queries;
    private readonly Linear _head;

    /// <param name="hops">From 1 to <see cref="MostHops"/>.</param>
    /// <param name="widths">Sizes.</param>
    /// <param name="noise">The model's randomness.</param>
    public MultiHopAttention(int hops, SequenceWidths widths, DropoutNoise noise)
        : base(nameof(MultiHopAttention), widths, noise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hops, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hops, MostHops);
        register_module("text", _text = new BidirectionalReader(widths.WordFeatures, widths.Hidden, TextDropout, noise));
        register_module("speech", _speech = new BidirectionalReader(widths.SpeechFeatures, widths.Hidden, SpeechDropout, noise));
        var (state, first) = (_text.OutputFeatures, _speech.OutputFeatures + widths.Prosody);
        _queries = [.. Enumerable.Range(0, hops).Select(hop => Projection(hop == 0 ? first : state, state))];
        foreach (var (hop, query) in _queries.Index())
            register_module($"query{hop + 1}", query);
        register_module("head", _head = Projection((hops == 1 ? first : state) + state, widths.Classes));
    }

    public override ClassifierOutput forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var (text, speech) = (Read(_text, input), ReadSpeech(_speech, input));
        var summary = cat([speech.Final, input.Audio], 1);
        var (before, latest) = (summary, summary);
        foreach (var (hop, query) in _queries.Index())
            (before, latest) = (latest, DotAttention.Read(hop % 2 == 0 ? text : speech, query.forward(latest)).Summary);
        return Output(_head, cat([text.Final, summary], 1), cat([before, latest], 1)).MoveToOuterDisposeScope();
    }
}
