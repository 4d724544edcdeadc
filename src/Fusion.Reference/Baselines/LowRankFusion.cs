using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Fusion.Reference.Baselines;

/// <summary>
/// LMF, low-rank fusion (Liu, Shen, Lakshminarasimhan, Liang, Zadeh and Morency, "Efficient Low-rank Multimodal Fusion With Modality-Specific Factors",
/// ACL 2018): <see cref="TensorFusion"/> whose weight is a sum of r outer products of one vector for each modality, so that the tensor is never made.
/// </summary>
/// <remarks>
/// fused_o = sum over k of w_k * product over m of (F_m[o, k] . [z_m; 1]) + b_o. The factors of a modality are a linear layer from d_m to t r values, value
/// k of output o at o r + k; its bias is what multiplies the appended 1. The weighted sum with w is that of the published program; the paper's equation has
/// w_k = 1. Differences: any number of modalities, and no hidden layers or head, which the model around brings. An absent modality counts as zeros, its 1
/// remains.
/// </remarks>
internal sealed class LowRankFusion : FusionModule
{
    /// <summary>The rank of the experiments; the paper tries 1 to 16.</summary>
    public const long DefaultRank = 4;

    private readonly long _rank;

    // Named like their registrations, so that a move to another device or dtype finds them.
    [ComponentName(Name = "factors")]
    private readonly Factors _factors;

    [ComponentName(Name = "fusion_weights")]
    private readonly Parameter _weights;

    [ComponentName(Name = "fusion_bias")]
    private readonly Parameter _bias;

    /// <param name="modalities">The inputs, at least two.</param>
    /// <param name="outputFeatures">Width t of the fused vectors.</param>
    /// <param name="rank">Number r of outer products.</param>
    /// <param name="options">What all fusions share.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Dtype of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is not positive.</exception>
    public LowRankFusion(
        IReadOnlyList<Modality> modalities, long outputFeatures, long rank = DefaultRank, FusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(LowRankFusion), modalities, outputFeatures, options ?? AutoFusionOptions.Default, device, dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        _rank = rank;
        register_module("factors", _factors = new Factors(modalities, outputFeatures, rank, device, dtype));
        register_parameter("fusion_weights", _weights = Owned(randn(rank, dtype: dtype, device: device), XavierDeviation(1, rank)));
        register_parameter("fusion_bias", _bias = Owned(zeros(outputFeatures, dtype: dtype, device: device), 1));
    }

    /// <summary>Number of parameters: r t (sum of all d_m + 1) + r + t.</summary>
    public static long Parameters(IReadOnlyList<Modality> modalities, long outputFeatures, long rank) =>
        checked((rank * outputFeatures * modalities.Sum(modality => modality.Features + 1)) + rank + outputFeatures);

    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        var product = _factors.Items.Select((factor, modality) => factor.forward(Filled(rows, modality))).Aggregate((left, right) => left * right);
        var sum = product.view(-1, _rank).mm(_weights.view(-1, 1)).view(rows.Count, OutputFeatures);
        return FusionResult.Plain(sum.Plus(_bias));
    }

    private static double XavierDeviation(long inputs, long outputs) => Math.Sqrt(2.0 / (inputs + outputs));

    private static Parameter Owned(Tensor values, double scale)
    {
        using (no_grad())
        using (var factor = scale.ToScalar())
            values.mul_(factor);
        return (Parameter)new Parameter(values).DetachFromDisposeScope();
    }

    /// <summary>The factors of the modalities, by their names.</summary>
    private sealed class Factors : nn.Module
    {
        public Factors(IReadOnlyList<Modality> modalities, long outputFeatures, long rank, Device? device, ScalarType? dtype)
            : base(nameof(Factors))
        {
            Items = [.. modalities.Select(modality => Drawn(modality.Features, outputFeatures, rank, device, dtype))];
            foreach (var (modality, factor) in modalities.Zip(Items))
                register_module(modality.Name, factor);
        }

        public IReadOnlyList<Linear> Items { get; }

        // Xavier's deviation for each of the r matrices (t, d + 1), the column of the 1 included, as in the published program.
        private static Linear Drawn(long features, long outputFeatures, long rank, Device? device, ScalarType? dtype)
        {
            var layer = nn.Linear(features, outputFeatures * rank, device: device, dtype: dtype);
            var deviation = XavierDeviation(features + 1, outputFeatures);
            nn.init.normal_(layer.weight!, 0, deviation);
            nn.init.normal_(layer.bias!, 0, deviation);
            return layer;
        }
    }
}
