using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// One layer of a Transformer's encoder, normalised before each part: x + attention(norm(x)), then x + feed-forward(norm(x)) with a rectifier between its two
/// linear layers. Dropout on what each part adds. The names are those of PyTorch's <c>TransformerEncoderLayer</c>, with the attention's two layers
/// <c>in_proj</c> (queries, keys and values one after the other) and <c>out_proj</c>.
/// </summary>
internal sealed class TransformerLayer : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly AttentionHeads _heads;
    private readonly LayerNorm _attentionNorm;
    private readonly Linear _in;
    private readonly Linear _out;
    private readonly LayerNorm _forwardNorm;
    private readonly Linear _widen;
    private readonly Linear _narrow;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width d of a state.</param>
    /// <param name="heads">Heads of attention; they divide the width.</param>
    /// <param name="hidden">Hidden width of the feed-forward part.</param>
    /// <param name="dropout">Dropout on what each part adds.</param>
    /// <param name="noise">The model's randomness.</param>
    public TransformerLayer(long features, int heads, long hidden, double dropout, DropoutNoise noise)
        : base(nameof(TransformerLayer))
    {
        _heads = new AttentionHeads(features, heads);
        register_module("norm1", _attentionNorm = nn.LayerNorm(features));
        register_module("in_proj", _in = nn.Linear(features, 3 * features));
        register_module("out_proj", _out = nn.Linear(features, features));
        register_module("norm2", _forwardNorm = nn.LayerNorm(features));
        register_module("linear1", _widen = nn.Linear(features, hidden));
        register_module("linear2", _narrow = nn.Linear(hidden, features));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        // As PyTorch starts its attention.
        nn.init.xavier_uniform_(_in.weight!);
        nn.init.zeros_(_in.bias!);
        nn.init.zeros_(_out.bias!);
    }

    /// <summary>The next states.</summary>
    /// <param name="states">(B, S, d).</param>
    /// <param name="padding">bool (B, S), true where there is nothing to attend to; null: nowhere.</param>
    public override Tensor forward(Tensor states, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var attended = states.Plus(_dropout.forward(Attend(_attentionNorm.forward(states), padding)));
        var widened = _widen.forward(_forwardNorm.forward(attended)).relu();
        return attended.Plus(_dropout.forward(_narrow.forward(widened))).MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _heads.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Attend(Tensor states, Tensor? padding)
    {
        var parts = _in.forward(states).chunk(3, 2);
        return _out.forward(_heads.Read(parts[0], parts[1], parts[2], padding));
    }
}
