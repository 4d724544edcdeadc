using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>
/// One layer of a crossmodal transformer, as printed: y = CM(LN(z), LN(s)) + LN(z), then f(LN(y)) + LN(y), f being ReLU between two linear layers, the first
/// four times as wide. What is added is normalised too. Without a source it is a layer of self-attention, s = z.
/// </summary>
internal sealed class TransformerLayer : nn.Module<Tensor, Tensor?, Tensor?, Tensor>
{
    private const int Widening = 4;

    private readonly LayerNorm _targetNorm;
    private readonly LayerNorm? _sourceNorm;
    private readonly LayerNorm _hiddenNorm;
    private readonly MultiHeadAttention _attention;
    private readonly Linear _widen;
    private readonly Linear _narrow;
    private readonly NoiseDropout _dropout;

    /// <param name="width">Width w of all sequences.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="crossmodal">Whether it reads another sequence.</param>
    /// <param name="dropout">Probability of dropout on attention weights and on what attention and f add.</param>
    /// <param name="noise">The model's randomness.</param>
    public TransformerLayer(long width, long heads, bool crossmodal, double dropout, DropoutNoise noise)
        : base(nameof(TransformerLayer))
    {
        register_module("target_norm", _targetNorm = nn.LayerNorm(width));
        if (crossmodal)
            register_module("source_norm", _sourceNorm = nn.LayerNorm(width));
        register_module("attention", _attention = new MultiHeadAttention(width, heads, dropout, noise));
        register_module("hidden_norm", _hiddenNorm = nn.LayerNorm(width));
        register_module("widen", _widen = nn.Linear(width, Widening * width));
        register_module("narrow", _narrow = nn.Linear(Widening * width, width));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
    }

    /// <summary>Number of parameters: 12 w^2 + 9 w, and 2 w more with a source.</summary>
    public static long Parameters(long width, bool crossmodal) =>
        MultiHeadAttention.Parameters(width) + ((crossmodal ? 3 : 2) * 2 * width) + (2 * Widening * width * width) + ((Widening + 1) * width);

    /// <summary>One step.</summary>
    /// <param name="values">The sequences z (B, T, w).</param>
    /// <param name="source">The sequences s (B, S, w) that are read; null: z.</param>
    /// <param name="padding">Padding (B, S) of what is read.</param>
    /// <returns>(B, T, w).</returns>
    public override Tensor forward(Tensor values, Tensor? source, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var target = _targetNorm.forward(values);
        var read = source is null ? target : _sourceNorm!.forward(source);
        var attended = _hiddenNorm.forward(_dropout.forward(_attention.forward(target, read, padding)).Plus(target));
        return _dropout.forward(_narrow.forward(_widen.forward(attended).relu())).Plus(attended).MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
