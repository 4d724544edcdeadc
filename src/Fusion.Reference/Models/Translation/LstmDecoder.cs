using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// The decoder of the paper (section 4.3): an LSTM that starts from the fused vector and, with attention, reads the source text at every step as Luong
/// et al. (2015) do with the general score: a = softmax(q W h), c = sum a h, and tanh(W_c [q; c]) goes to the vocabulary. Speech and images can be
/// attended to alike, each with a W of its own; W_c then reads all their sums. Without input feeding, so that training runs over whole sequences at once.
/// </summary>
internal sealed class LstmDecoder : nn.Module<TranslationTarget, Tensor, SourceMemories?, DecoderOutput>
{
    private const string Text = "text";

    private readonly Embedding _words;
    private readonly bool _skip;
    private readonly NoiseDropout _dropout;
    private readonly DecoderLstm _lstm;
    private readonly StateBridge _start;
    private readonly IReadOnlyList<Linear> _keys;
    private readonly Linear _combine;
    private readonly NoiseDropout _outputDropout;
    private readonly Linear? _output;

    /// <param name="words">Vectors of the target words, registered by whom they belong to.</param>
    /// <param name="startFeatures">Width of the vector that the decoder starts from.</param>
    /// <param name="attends">What is attended to: modalities and the widths of their states; none without attention.</param>
    /// <param name="options">Widths and variants.</param>
    /// <param name="noise">The model's randomness.</param>
    public LstmDecoder(Embedding words, long startFeatures, IReadOnlyList<(string Name, long Features)> attends, DecoderOptions options, DropoutNoise noise)
        : base(nameof(LstmDecoder))
    {
        if (options is { TiedOutput: true, SkipConnection: true })
            throw new ArgumentException($"expected no {nameof(options.TiedOutput)} beside {nameof(options.SkipConnection)}: the output layer reads two vectors", nameof(options));
        var (vocabulary, features) = (words.weight!.size(0), words.weight.size(1));
        (_words, _skip, Attends) = (words, options.SkipConnection, attends);
        register_module("dropout", _dropout = new NoiseDropout(options.Dropout, noise));
        register_module("lstm", _lstm = new DecoderLstm(features, options.Hidden, options.ForgetBias));
        register_module("start", _start = new StateBridge(startFeatures, options.Hidden, options.Start));
        _keys = [.. attends.Select(each => nn.Linear(each.Features, options.Hidden, hasBias: false))];
        // The text's was there before there were others.
        foreach (var ((name, _), key) in attends.Zip(_keys))
            register_module(name == Text ? "key" : $"key_{name}", key);
        register_module("combine", _combine = nn.Linear(options.Hidden + attends.Sum(each => each.Features), features));
        register_module("output_dropout", _outputDropout = new NoiseDropout(options.Dropout, noise));
        if (!options.TiedOutput)
            register_module("output", _output = nn.Linear(_skip ? 2 * features : features, vocabulary));
    }

    /// <summary>What is attended to: modalities and the widths of their states.</summary>
    public IReadOnlyList<(string Name, long Features)> Attends { get; }

    /// <summary>Scores of every next word, whatever the decoder itself would have said before: teacher forcing.</summary>
    /// <param name="target">The words.</param>
    /// <param name="start">Fused vectors (B, t).</param>
    /// <param name="memory">What is attended to; null without attention.</param>
    public override DecoderOutput forward(TranslationTarget target, Tensor start, SourceMemories? memory)
    {
        using var scope = NewDisposeScope();
        using var packed = target.Pack(target.Previous);
        var words = _dropout.forward(_words.forward(packed.data));
        var states = _lstm.call(words, packed, _start.call(start));
        var places = PackedPlaces.Of(packed);
        var context = memory is null ? null : places.Collect(memory.Read(places.Spread(states)));
        // Aliases: the output owns its tensors, and not the model's.
        return new DecoderOutput(Read(states, context, words), OutputWeight.alias(), _output?.bias?.alias(), places.Collect(target.Next)).MoveToOuterDisposeScope();
    }

    /// <summary>What this decoder attends to; null without attention. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="states">The states of each of <see cref="Attends"/>, null where no line has it, and which lines have it (B), bool, null: all.</param>
    /// <param name="vectors">Vectors of the lines (B, d), for their number, element type and device.</param>
    public SourceMemories? Remember(IReadOnlyList<(SequenceStates? States, Tensor? Present)> states, Tensor vectors) =>
        _keys.Count == 0 ? null : new([.. states.Select((each, index) => Remember(index, each.States, each.Present, vectors))]);

    /// <summary>The state before the first word.</summary>
    public DecoderState Begin(Tensor start) => _start.call(start);

    /// <summary>One step of decoding.</summary>
    /// <param name="previous">The words before (B), int64.</param>
    /// <param name="state">The state after them.</param>
    /// <param name="memory">What is attended to, of every line, whose rows stand side by side; null without attention.</param>
    /// <returns>The state, and scores of the next word (B, V).</returns>
    public (DecoderState State, Tensor Logits) Step(Tensor previous, DecoderState state, SourceMemories? memory)
    {
        using var scope = NewDisposeScope();
        var (distinct, places) = Distinct(previous);
        var words = _dropout.forward(_words.forward(distinct));
        var next = _lstm.Step(words, state, places);
        var context = memory?.Read(next.Hidden.view(memory.Lines, -1, next.Hidden.size(1))).flatten(0, 1);
        var logits = nn.functional.linear(Read(next.Hidden, context, _skip && places is not null ? words.index_select(0, places) : words), OutputWeight, _output?.bias).MoveToOuterDisposeScope();
        return (next.MoveToOuterDisposeScope(), logits);
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    // The hypotheses of many lines have many words in common; a GPU multiplies faster than it looks for them.
    private static (Tensor Words, Tensor? Places) Distinct(Tensor words)
    {
        if (words.device_type != DeviceType.CPU)
            return (words, null);
        var (distinct, places, _) = words.unique(return_inverse: true);
        return (distinct, places);
    }

    private SourceMemory Remember(int index, SequenceStates? states, Tensor? present, Tensor vectors)
    {
        var key = _keys[index];
        if (states is null)
            return SourceMemory.Empty(vectors.size(0), key.weight!.size(0), Attends[index].Features, vectors);
        using var keys = key.forward(states.Rows);
        return SourceMemory.Of(states, keys, present);
    }

    private Tensor OutputWeight => _output?.weight ?? _words.weight!;

    /// <summary>What the output layer reads.</summary>
    private Tensor Read(Tensor states, Tensor? context, Tensor words)
    {
        var combined = _outputDropout.forward(_combine.forward(context is null ? states : cat([states, context], 1)).tanh());
        return _skip ? cat([combined, words], 1) : combined;
    }
}
