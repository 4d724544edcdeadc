using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// Another text learner: the encoder of Vaswani et al. (2017), its normalisation before each part instead of after (Xiong et al., 2020), which trains without
/// a warm-up. Word vectors times the root of their width, plus sinusoidal positions; some layers; a last normalisation. The mean of the states becomes the vector.
/// </summary>
internal sealed class TransformerTextLearner : TextLearner
{
    private readonly Embedding _words;
    private readonly SinusoidalPositions _positions;
    private readonly NoiseDropout _dropout;
    private readonly IReadOnlyList<TransformerLayer> _layers;
    private readonly LayerNorm _norm;
    private readonly Linear _project;

    /// <param name="words">Vectors of the source words, registered by whom they belong to; their width is that of the states.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="heads">Heads of attention in each; they divide the width.</param>
    /// <param name="hidden">Hidden width of each layer's feed-forward part.</param>
    /// <param name="width">Width of the vector.</param>
    /// <param name="dropout">Dropout on what enters, and on what each part adds.</param>
    /// <param name="noise">The model's randomness.</param>
    public TransformerTextLearner(Embedding words, int layers, int heads, long hidden, long width, double dropout, DropoutNoise noise)
        : base(nameof(TransformerTextLearner), words.weight!.size(1), width)
    {
        _words = words;
        _positions = new SinusoidalPositions((int)StateFeatures, first: 0);
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        _layers = [.. Enumerable.Range(0, layers).Select(_ => new TransformerLayer(StateFeatures, heads, hidden, dropout, noise))];
        foreach (var (number, layer) in _layers.Index())
            register_module($"layer{number}", layer);
        register_module("norm", _norm = nn.LayerNorm(StateFeatures));
        register_module("project", _project = nn.Linear(StateFeatures, width));
    }

    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(Read(input), input.Lengths, batch_first: true, enforce_sorted: false);
        // The rows outlive the packed sequence.
        var rows = packed.data.alias();
        var places = PackedPlaces.Of(packed);
        var mean = places.Mean(rows, input.Lengths);
        return new Learned(new SequenceStates(rows, mean, places), _project.forward(mean).tanh()).MoveToOuterDisposeScope();
    }

    /// <summary>States (B, S, d); those of padding mean nothing, and no other depends on them.</summary>
    private Tensor Read(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        using var scale = Math.Sqrt(StateFeatures).ToScalar();
        var words = _words.forward(input.Tokens) * scale;
        var padding = SequencePadding.Of(input.Lengths, input.Tokens.size(1), words.device);
        var states = _dropout.forward(words.Plus(_positions.First(input.Tokens.size(1), words)));
        foreach (var layer in _layers)
            states = layer.call(states, padding);
        return _norm.forward(states).MoveToOuterDisposeScope();
    }
}
