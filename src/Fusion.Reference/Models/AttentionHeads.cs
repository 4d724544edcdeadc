using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The heads of scaled dot-product attention (Vaswani et al., 2017): softmax(Q K^T / sqrt(w / heads)) V for each head, side by side. Nothing in it is learned.</summary>
internal sealed class AttentionHeads : IDisposable
{
    // Kept, as those of Scalars are.
    private static readonly Scalar Nothing = double.NegativeInfinity.ToScalar();

    private readonly long _heads;
    private readonly Scalar _scale;

    /// <param name="width">Width w of queries, keys and values.</param>
    /// <param name="heads">Number of heads; they divide the width.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public AttentionHeads(long width, long heads)
    {
        if (width % heads != 0)
            throw new ArgumentException($"expected heads that divide the width {width}, found {heads}", nameof(heads));
        _heads = heads;
        _scale = (1 / Math.Sqrt((double)width / heads)).ToScalar();
    }

    /// <summary>What each query finds.</summary>
    /// <param name="queries">(B, T, w).</param>
    /// <param name="keys">(B, S, w).</param>
    /// <param name="values">(B, S, w).</param>
    /// <param name="padding">bool (B, S), true where keys and values are padding, which gets the weight 0; null: nowhere. Each row has a false one.</param>
    /// <param name="dropout">Dropout on the weights; null: none.</param>
    /// <returns>(B, T, w), in the caller's dispose scope as all that is computed on the way.</returns>
    public Tensor Read(Tensor queries, Tensor keys, Tensor values, Tensor? padding, NoiseDropout? dropout = null)
    {
        var (batch, steps, width, length) = (queries.size(0), queries.size(1), queries.size(2), keys.size(1));
        var scores = Split(queries).mul(_scale).bmm(Split(keys).transpose(1, 2)).view(batch, _heads, steps, length);
        if (padding is not null)
            scores = scores.masked_fill(padding.view(batch, 1, 1, length), Nothing);
        var weights = nn.functional.softmax(scores, -1);
        if (dropout is not null)
            weights = dropout.forward(weights);
        var found = weights.view(batch * _heads, steps, length).bmm(Split(values)).view(batch, _heads, steps, width / _heads);
        return found.transpose(1, 2).reshape(batch, steps, width);
    }

    public void Dispose() => _scale.Dispose();

    // (B, T, w) as (B heads, T, w / heads).
    private Tensor Split(Tensor values)
    {
        var (batch, steps, width) = (values.size(0), values.size(1), values.size(2));
        return values.view(batch, steps, _heads, width / _heads).transpose(1, 2).reshape(batch * _heads, steps, width / _heads);
    }
}
