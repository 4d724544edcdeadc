using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// The decoder of the paper (section 4.3): an LSTM that starts from the fused vector and, with attention, reads the source text at every step as Luong
/// et al. (2015) do with the general score: a = softmax(q W h), c = sum a h, and tanh(W_c [q; c]) goes to the vocabulary. Without input feeding, so that
/// training runs over whole sequences at once.
/// </summary>
internal sealed class LstmDecoder : nn.Module<TranslationTarget, Tensor, SourceMemory?, DecoderOutput>
{
    private readonly Embedding _words;
    private readonly bool _skip;
    private readonly NoiseDropout _dropout;
    private readonly DecoderLstm _lstm;
    private readonly StateBridge _start;
    private readonly Linear? _key;
    private readonly Linear _combine;
    private readonly NoiseDropout _outputDropout;
    private readonly Linear? _output;

    /// <param name="words">Vectors of the target words, registered by whom they belong to.</param>
    /// <param name="startFeatures">Width of the vector that the decoder starts from.</param>
    /// <param name="memoryFeatures">Width of a source state; null without attention.</param>
    /// <param name="options">Widths and variants.</param>
    /// <param name="noise">The model's randomness.</param>
    public LstmDecoder(Embedding words, long startFeatures, long? memoryFeatures, DecoderOptions options, DropoutNoise noise)
        : base(nameof(LstmDecoder))
    {
        if (options is { TiedOutput: true, SkipConnection: true })
            throw new ArgumentException($"expected no {nameof(options.TiedOutput)} beside {nameof(options.SkipConnection)}: the output layer reads two vectors", nameof(options));
        var (vocabulary, features) = (words.weight!.size(0), words.weight.size(1));
        (_words, _skip) = (words, options.SkipConnection);
        register_module("dropout", _dropout = new NoiseDropout(options.Dropout, noise));
        register_module("lstm", _lstm = new DecoderLstm(features, options.Hidden, options.ForgetBias));
        register_module("start", _start = new StateBridge(startFeatures, options.Hidden, options.Start));
        if (memoryFeatures is { } width)
            register_module("key", _key = nn.Linear(width, options.Hidden, hasBias: false));
        register_module("combine", _combine = nn.Linear(options.Hidden + (memoryFeatures ?? 0), features));
        register_module("output_dropout", _outputDropout = new NoiseDropout(options.Dropout, noise));
        if (!options.TiedOutput)
            register_module("output", _output = nn.Linear(_skip ? 2 * features : features, vocabulary));
    }

    /// <summary>Scores of every next word, whatever the decoder itself would have said before: teacher forcing.</summary>
    /// <param name="target">The words.</param>
    /// <param name="start">Fused vectors (B, t).</param>
    /// <param name="memory">The source text; null without attention.</param>
    public override DecoderOutput forward(TranslationTarget target, Tensor start, SourceMemory? memory)
    {
        using var scope = NewDisposeScope();
        using var packed = target.Pack(_dropout.forward(_words.forward(target.Previous)));
        var states = _lstm.call(packed, _start.call(start));
        var places = PackedPlaces.Of(packed);
        var context = memory is null ? null : places.Collect(memory.Read(places.Spread(states)));
        // Aliases: the output owns its tensors, and not the model's.
        return new DecoderOutput(Read(states, context, packed.data), OutputWeight.alias(), _output?.bias?.alias(), places.Collect(target.Next)).MoveToOuterDisposeScope();
    }

    /// <summary>The source text as this decoder attends to it.</summary>
    public SourceMemory? Remember(SequenceStates? states)
    {
        if (_key is null || states is null)
            return null;
        using var keys = _key.forward(states.Rows);
        return SourceMemory.Of(states, keys);
    }

    /// <summary>The state before the first word.</summary>
    public DecoderState Begin(Tensor start) => _start.call(start);

    /// <summary>One step of decoding.</summary>
    /// <param name="previous">The words before (B), int64.</param>
    /// <param name="state">The state after them.</param>
    /// <param name="memory">The source text of every row; null without attention.</param>
    /// <returns>The state, and scores of the next word (B, V).</returns>
    public (DecoderState State, Tensor Logits) Step(Tensor previous, DecoderState state, SourceMemory? memory)
    {
        using var scope = NewDisposeScope();
        var words = _dropout.forward(_words.forward(previous));
        var next = _lstm.Step(words, state);
        var context = memory?.Read(next.Hidden.unsqueeze(1)).squeeze(1);
        var logits = nn.functional.linear(Read(next.Hidden, context, words), OutputWeight, _output?.bias).MoveToOuterDisposeScope();
        return (next.MoveToOuterDisposeScope(), logits);
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private Tensor OutputWeight => _output?.weight ?? _words.weight!;

    /// <summary>What the output layer reads.</summary>
    private Tensor Read(Tensor states, Tensor? context, Tensor words)
    {
        var combined = _outputDropout.forward(_combine.forward(context is null ? states : cat([states, context], 1)).tanh());
        return _skip ? cat([combined, words], 1) : combined;
    }
}
