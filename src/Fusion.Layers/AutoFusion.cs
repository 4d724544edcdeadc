using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers;

/// <summary>
/// AutoFusion: compresses the concatenated modalities and learns to get them back, so that the fused vector keeps what they hold.
/// </summary>
/// <remarks>
/// Equation 1 of Sahu and Vechtomova (EACL 2021): J = || z_hat - z ||^2 with z the concatenation (k = sum d_i), z_fuse = T(z), z_hat = F_c(z_fuse).
/// T is Linear(k, h) Tanh Linear(h, t) ReLU; F_c is Linear(t, h) ReLU Linear(h, k). Parameters: 2kh + 2ht + 2h + t + k.
/// State-dict keys: <c>fuse_in.0</c>, <c>fuse_in.2</c>, <c>fuse_out.0</c>, <c>fuse_out.2</c>, each with weight and bias.
/// Terms: <c>reconstruction</c> and <c>reconstruction/&lt;modality&gt;</c>; with element means and every modality present,
/// reconstruction = sum_i (d_i / k) reconstruction/i. A modality absent from the whole batch has no term.
/// </remarks>
public sealed class AutoFusion : FusionModule
{
    private readonly AutoFusionOptions _options;
    private readonly Bottleneck _encoder;
    private readonly Bottleneck _decoder;

    /// <summary>Creates the layer; weights are drawn from torch's global generator as by <c>torch.nn.Linear</c>.</summary>
    /// <param name="modalities">The inputs, at least two, in the order of their tensors.</param>
    /// <param name="outputFeatures">Width t of the fused vector.</param>
    /// <param name="options">Options; default <see cref="AutoFusionOptions.Default"/>.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Floating-point dtype of the parameters.</param>
    /// <exception cref="ArgumentException">A name, width or option is not usable; the message says which.</exception>
    public AutoFusion(IReadOnlyList<Modality> modalities, long outputFeatures, AutoFusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : this(modalities, outputFeatures, options, device, dtype, minimumModalities: 2)
    {
    }

    internal AutoFusion(IReadOnlyList<Modality> modalities, long outputFeatures, AutoFusionOptions? options, Device? device, ScalarType? dtype, int minimumModalities)
        : base(nameof(AutoFusion), modalities, outputFeatures, options ?? AutoFusionOptions.Default, device, dtype, minimumModalities)
    {
        _options = options ?? AutoFusionOptions.Default;
        var width = InputFeatures;
        // A single modality of width 1 still needs a hidden unit.
        var hidden = _options.HiddenFeatures ?? Math.Max(1, width / 2);

        _encoder = new Bottleneck(width, hidden, outputFeatures, sums => sums.tanh_(), _options.FinalActivation ? sums => sums.relu_() : null, device, dtype).to(Device);
        _decoder = new Bottleneck(outputFeatures, hidden, width, sums => sums.relu_(), activateLast: null, device, dtype).to(Device);
        register_module("fuse_in", _encoder);
        register_module("fuse_out", _decoder);
    }

    /// <summary>Width k of the concatenation.</summary>
    private long InputFeatures => Modalities.Sum(modality => modality.Features);

    /// <summary>Creates the layer for tensors like the given ones; modalities are named <c>m0</c>, <c>m1</c>, and so on.</summary>
    /// <param name="examples">One tensor (*, d_i) per modality; only its last dimension is read.</param>
    /// <param name="outputFeatures">Width t of the fused vector.</param>
    /// <param name="options">Options; default <see cref="AutoFusionOptions.Default"/>.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Floating-point dtype of the parameters.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">An example has no dimension, or an option is not usable.</exception>
    public static AutoFusion Like(IReadOnlyList<Tensor> examples, long outputFeatures, AutoFusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Require.That(examples.All(example => example is not null && example.dim() > 0), nameof(examples), "tensors with at least one dimension", "a scalar or null");
        return new AutoFusion(Modality.Unnamed([.. examples.Select(example => example.size(-1))]), outputFeatures, options, device, dtype);
    }

    /// <summary>T of equation 1: the fused vectors of a concatenation.</summary>
    /// <param name="concatenated">Tensor (*, k), the modalities in their order; taken as it is, so <see cref="InputNorm.Layer"/> is the caller's to apply.</param>
    /// <returns>Tensor (*, t).</returns>
    /// <exception cref="ArgumentException">The last dimension is not k, or dtype or device are not the module's.</exception>
    public Tensor encode(Tensor concatenated) => Apply(_encoder, concatenated, InputFeatures, nameof(concatenated));

    /// <summary>F_c of equation 1: the concatenation as the fused vectors tell it.</summary>
    /// <param name="fused">Tensor (*, t).</param>
    /// <returns>Tensor (*, k).</returns>
    /// <exception cref="ArgumentException">The last dimension is not t, or dtype or device are not the module's.</exception>
    public Tensor decode(Tensor fused) => Apply(_decoder, fused, OutputFeatures, nameof(fused));

    /// <inheritdoc/>
    protected override FusionResult fuse(FusionRows rows, bool computeLoss) => Fuse(rows, computeLoss);

    /// <summary>The same for a module that uses this one as a part.</summary>
    internal FusionResult Fuse(FusionRows rows, bool computeLoss)
    {
        var blocks = new Tensor[Modalities.Count];
        for (var m = 0; m < blocks.Length; m++)
            blocks[m] = Filled(rows, m);
        var fused = _encoder.forward(cat(blocks, -1));
        return computeLoss ? Reconstruct(rows, fused) : FusionResult.Plain(fused);
    }

    /// <inheritdoc/>
    // Children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private Tensor Apply(Bottleneck network, Tensor input, long width, string argument)
    {
        FusionInputCheck.RequireRows(this, input, width, argument);
        return network.forward(input);
    }

    private FusionResult Reconstruct(FusionRows rows, Tensor fused)
    {
        var reconstructed = LossDtype.Widen(_decoder.forward(fused)).split([.. Modalities.Select(modality => modality.Features)], -1);
        var targets = Enumerable.Range(0, Modalities.Count).Where(m => rows.Values(m) is not null).ToArray();
        var elements = targets.Sum(m => rows.Values(m)!.numel());

        Tensor? total = null;
        var terms = new Dictionary<string, Tensor>();
        foreach (var m in targets)
        {
            var target = LossDtype.Widen(_options.DetachTarget ? rows.Values(m)!.detach() : rows.Values(m)!);
            var error = F.mse_loss(FusionRows.Take(reconstructed[m], rows.Indices(m)), target);
            var (scale, share) = Scale(m, target, rows.Count, elements);
            using var factor = scale.ToScalar();
            using var weight = (share * (_options.ModalityWeights?[m] ?? 1)).ToScalar();
            var term = scale == 1 ? error : error.mul(factor);
            var weighted = term.mul(weight);
            total = total is null ? weighted : total.Plus(weighted);
            terms[$"reconstruction/{Modalities[m].Name}"] = term.detach();
        }

        terms["reconstruction"] = total!.detach();
        return new FusionResult(fused, total, terms);
    }

    /// <summary>What turns a block's element mean into its term, and its term into its share of the loss.</summary>
    private (double Scale, double Share) Scale(int modality, Tensor target, long rows, long elements) =>
        _options.Reduction == Reduction.SumPerSample
            ? (Modalities[modality].Features, (double)target.size(0) / rows)
            : (1, (double)target.numel() / elements);
}
