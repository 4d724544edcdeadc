using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>
/// Scaled dot-product attention with several heads (Vaswani et al., 2017), queries and memory from different sequences where they are given so:
/// softmax(Q K^T / sqrt(w / heads)) V for each head, side by side through one more matrix. No matrix has a bias, as in the equations.
/// </summary>
internal sealed class MultiHeadAttention : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    // Kept, as those of Scalars are.
    private static readonly Scalar Nothing = double.NegativeInfinity.ToScalar();

    private readonly long _heads;
    private readonly Scalar _scale;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly NoiseDropout _dropout;

    /// <param name="width">Width w of both sequences and of the result.</param>
    /// <param name="heads">Number of heads, of which the width is a multiple.</param>
    /// <param name="dropout">Probability that a weight becomes 0 in training.</param>
    /// <param name="noise">The model's randomness.</param>
    public MultiHeadAttention(long width, long heads, double dropout, DropoutNoise noise)
        : base(nameof(MultiHeadAttention))
    {
        _heads = heads;
        _scale = (1 / Math.Sqrt((double)width / heads)).ToScalar();
        register_module("query", _query = Matrix(width));
        register_module("key", _key = Matrix(width));
        register_module("value", _value = Matrix(width));
        register_module("output", _output = Matrix(width));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
    }

    /// <summary>Number of parameters: 4 w^2.</summary>
    public static long Parameters(long width) => 4 * width * width;

    /// <summary>What each element of one sequence finds in another.</summary>
    /// <param name="target">The sequences that ask (B, T, w).</param>
    /// <param name="source">The sequences that are read (B, S, w).</param>
    /// <param name="padding">bool (B, S), true where the source is padding, which gets the weight 0; null: nowhere. Each row has a false one.</param>
    /// <returns>(B, T, w).</returns>
    public override Tensor forward(Tensor target, Tensor source, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var (batch, steps, width, length) = (target.size(0), target.size(1), target.size(2), source.size(1));
        var scores = Heads(_query.forward(target)).mul(_scale).bmm(Heads(_key.forward(source)).transpose(1, 2)).view(batch, _heads, steps, length);
        if (padding is not null)
            scores = scores.masked_fill(padding.view(batch, 1, 1, length), Nothing);
        var weights = _dropout.forward(nn.functional.softmax(scores, -1)).view(batch * _heads, steps, length);
        var found = weights.bmm(Heads(_value.forward(source))).view(batch, _heads, steps, width / _heads);
        return _output.forward(found.transpose(1, 2).reshape(batch, steps, width)).MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _scale.Dispose();
        base.Dispose(disposing);
    }

    // (B, T, w) as (B heads, T, w / heads).
    private Tensor Heads(Tensor values)
    {
        var (batch, steps, width) = (values.size(0), values.size(1), values.size(2));
        return values.view(batch, steps, _heads, width / _heads).transpose(1, 2).reshape(batch * _heads, steps, width / _heads);
    }

    private static Linear Matrix(long width) => nn.Linear(width, width, hasBias: false);
}
