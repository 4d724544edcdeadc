using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>
/// Attention with several heads (<see cref="AttentionHeads"/>), queries and memory from different sequences where they are given so, and what the heads find
/// through one more matrix. No matrix has a bias, as in the equations.
/// </summary>
internal sealed class MultiHeadAttention : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly AttentionHeads _heads;
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
        _heads = new AttentionHeads(width, heads);
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
        var found = _heads.Read(_query.forward(target), _key.forward(source), _value.forward(source), padding, _dropout);
        return _output.forward(found).MoveToOuterDisposeScope();
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

    private static Linear Matrix(long width) => nn.Linear(width, width, hasBias: false);
}
