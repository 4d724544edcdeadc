using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers.Adversarial;

/// <summary>
/// The network of generators and discriminators: Linear, norm, LeakyReLU(0.2), Linear, norm, LeakyReLU(0.2), Linear,
/// with state-dict positions 0, 1, 3, 4 and 6; positions 1 and 4 stay empty without normalisation.
/// </summary>
internal sealed class NormalizedMlp : nn.Module<Tensor, Tensor>
{
    // Kept: a temporary Scalar can be finalised while native code still reads it, which shows once the machine is busy.
    private static readonly Scalar NegativeSlope = 0.2.ToScalar();

    private readonly SpectralLinear[] _linears;
    private readonly nn.Module<Tensor, Tensor>?[] _norms;

    public NormalizedMlp(long inputFeatures, long hiddenFeatures, long outputFeatures, Normalization normalization, bool spectralNorm, Device? device, ScalarType? dtype)
        : base(nameof(NormalizedMlp))
    {
        _linears =
        [
            new SpectralLinear(inputFeatures, hiddenFeatures, spectralNorm, device, dtype),
            new SpectralLinear(hiddenFeatures, hiddenFeatures, spectralNorm, device, dtype),
            new SpectralLinear(hiddenFeatures, outputFeatures, spectralNorm, device, dtype),
        ];
        _norms = [NewNorm(normalization, hiddenFeatures, device, dtype), NewNorm(normalization, hiddenFeatures, device, dtype)];

        register_module("0", _linears[0]);
        if (_norms[0] is { } first)
            register_module("1", first);
        register_module("3", _linears[1]);
        if (_norms[1] is { } second)
            register_module("4", second);
        register_module("6", _linears[2]);
    }

    /// <summary>Runs the network; in training, running statistics and spectral vectors move once.</summary>
    /// <param name="input">Rows (n, in).</param>
    public override Tensor forward(Tensor input)
    {
        if (training)
            foreach (var linear in _linears)
                linear.MoveSpectralVectors();
        return Run(input, (linear, x) => linear.forward(x), Normalize);
    }

    /// <summary>Scores rows with the parameters outside the graph: gradient reaches the rows alone, and nothing moves.</summary>
    /// <param name="input">Rows (n, in); in training their own batch statistics normalise them.</param>
    public Tensor ForwardFrozen(Tensor input) => Run(input, (linear, x) => linear.ForwardFrozen(x), NormalizeFrozen);

    /// <summary>Runs the network as in training, statistics of the batch included, but leaves the running ones alone.</summary>
    /// <param name="input">Rows (n, in).</param>
    public Tensor ForwardUntracked(Tensor input) => Run(input, (linear, x) => linear.forward(x), NormalizeUntracked);

    /// <summary>Runs the network with running statistics, for rows too few to have statistics of their own.</summary>
    /// <param name="input">Rows (n, in).</param>
    public Tensor ForwardWithRunningStatistics(Tensor input) => Run(input, (linear, x) => linear.forward(x), NormalizeByRunningStatistics);

    private Tensor Run(Tensor input, Func<SpectralLinear, Tensor, Tensor> linear, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> norm)
    {
        // Freed as it goes: kept to the end of the forward, many rows outgrow the heap, which hands pages back and faults them in again at each call.
        using var first = Hidden(0, input);
        using var second = Hidden(1, first);
        return linear(_linears[2], second);

        // In place: nothing else reads the normalised sums, and neither does the gradient of what made them.
        Tensor Hidden(int position, Tensor value)
        {
            var sums = linear(_linears[position], value);
            if (_norms[position] is not { } module)
                return sums.leaky_relu_(NegativeSlope);
            using (sums)
                return norm(module, sums).leaky_relu_(NegativeSlope);
        }
    }

    // As the module's own forward, which counts the batch with temporary scalars.
    private static Tensor Normalize(nn.Module<Tensor, Tensor> norm, Tensor x)
    {
        if (norm is not BatchNorm1d { training: true, momentum: { } momentum } batch)
            return norm.forward(x);

        batch.num_batches_tracked!.add_(Scalars.One, Scalars.One);
        return F.batch_norm(x, batch.running_mean, batch.running_var, batch.weight, batch.bias, training: true, momentum: momentum, eps: batch.eps);
    }

    private static Tensor NormalizeFrozen(nn.Module<Tensor, Tensor> norm, Tensor x) =>
        norm switch
        {
            BatchNorm1d batch => BatchNormalize(batch, x, batch.weight!.detach(), batch.bias!.detach()),
            LayerNorm layer => F.layer_norm(x, [x.size(-1)], layer.weight!.detach(), layer.bias!.detach(), layer.eps),
            _ => throw new InvalidOperationException($"No frozen form of {norm.GetName()}."),
        };

    private static Tensor NormalizeUntracked(nn.Module<Tensor, Tensor> norm, Tensor x) =>
        norm is BatchNorm1d batch ? BatchNormalize(batch, x, batch.weight, batch.bias) : norm.forward(x);

    private static Tensor NormalizeByRunningStatistics(nn.Module<Tensor, Tensor> norm, Tensor x) =>
        norm is BatchNorm1d batch ? F.batch_norm(x, batch.running_mean, batch.running_var, batch.weight, batch.bias, training: false, eps: batch.eps) : norm.forward(x);

    // Without running tensors the native call uses batch statistics and moves nothing. The norm's own mode counts: fine-tuning may hold it alone in evaluation.
    private static Tensor BatchNormalize(BatchNorm1d batch, Tensor x, Tensor? weight, Tensor? bias) =>
        batch.training
            ? F.batch_norm(x, null, null, weight, bias, training: true, eps: batch.eps)
            : F.batch_norm(x, batch.running_mean, batch.running_var, weight, bias, training: false, eps: batch.eps);

    private static nn.Module<Tensor, Tensor>? NewNorm(Normalization normalization, long features, Device? device, ScalarType? dtype) =>
        normalization switch
        {
            Normalization.Batch => NewBatchNorm(features, device, dtype),
            Normalization.Layer => nn.LayerNorm(features, device: device, dtype: dtype),
            _ => null,
        };

    // Given a dtype, the constructor makes a counter of batches of that dtype; PyTorch's is int64, and bfloat16 cannot count past 256.
    private static BatchNorm1d NewBatchNorm(long features, Device? device, ScalarType? dtype)
    {
        var norm = nn.BatchNorm1d(features, device: device);
        return dtype is { } chosen ? norm.to(chosen) : norm;
    }
}
