using Fusion.Layers.Adversarial;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// GANFusion: each modality's generator learns to produce what the other modalities say together, and the generated vectors are fused.
/// </summary>
/// <remarks>
/// Equations 2 and 3 of Sahu and Vechtomova (EACL 2021). For modality m: z_tr is the fused complement (the other modalities), z_g = G_m(z_m + noise),
/// D_m tells real z_tr from fake z_g; z_fuse = F_c(cat z_g). G is Linear(d, 2t) norm LeakyReLU Linear(2t, 2t) norm LeakyReLU Linear(2t, t);
/// D is Linear(t, h) norm LeakyReLU Linear(h, h) norm LeakyReLU Linear(h, 1); F_c is Linear(Mt, q) Tanh Linear(q, t) ReLU with q = Mt/2.
/// Parameters with batch normalisation: G 2td + 6t^2 + 13t, D th + h^2 + 7h + 1, F_c Mtq + q + qt + t, plus the complements' (see <see cref="AutoFusion"/>).
/// <para>
/// Joint training: one loss, one backward, one optimiser. Discriminators see detached vectors and the generators' terms run through
/// discriminators whose parameters are outside the graph, so every gradient equals that of separate backward passes.
/// Clipping by global norm and the weight of this loss therefore scale the discriminators' gradients too.
/// </para>
/// State-dict keys: <c>branches.&lt;m&gt;.generator.{0,1,3,4,6}</c>, <c>branches.&lt;m&gt;.discriminator.{0,1,3,4,6}</c>,
/// <c>branches.&lt;m&gt;.complement.*</c> where learned, <c>fuse.{0,2}</c>.
/// Terms per modality: <c>generator/&lt;m&gt;</c>, <c>complement/&lt;m&gt;</c> (its reconstruction, where learned), and in joint training
/// <c>discriminator/&lt;m&gt;</c> (both sides, with the R1 penalty), <c>accuracy.real/&lt;m&gt;</c>, <c>accuracy.fake/&lt;m&gt;</c> (not for Wasserstein).
/// A branch with too few rows has no term.
/// </remarks>
public sealed class GANFusion : FusionModule
{
    private readonly GANFusionOptions _options;
    private readonly Branches _branches;
    private readonly Bottleneck _fuse;

    /// <summary>Creates the layer; weights are drawn from torch's global generator as by <c>torch.nn.Linear</c>.</summary>
    /// <param name="modalities">The inputs, at least two, in the order of their tensors.</param>
    /// <param name="outputFeatures">Width t of the fused, generated and complementary vectors.</param>
    /// <param name="options">Options; default <see cref="GANFusionOptions.Default"/>.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Floating-point dtype of the parameters.</param>
    /// <exception cref="ArgumentException">A name, width or option is not usable; the message says which.</exception>
    public GANFusion(IReadOnlyList<Modality> modalities, long outputFeatures, GANFusionOptions? options = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(GANFusion), modalities, outputFeatures, options ?? GANFusionOptions.Default, device, dtype)
    {
        _options = options ?? GANFusionOptions.Default;
        _branches = new Branches(Modalities, outputFeatures, _options, device, dtype).to(Device);
        var width = Modalities.Count * outputFeatures;
        _fuse = new Bottleneck(width, width / 2, outputFeatures, sums => sums.tanh_(), sums => sums.relu_(), device, dtype).to(Device);
        register_module("branches", _branches);
        register_module("fuse", _fuse);
    }

    /// <summary>The parameters of everything that is not a discriminator: generators, complements, F_c and absent vectors.</summary>
    /// <returns>The parameters, for an optimiser's group.</returns>
    public IEnumerable<Parameter> fusion_parameters()
    {
        var discriminators = discriminator_parameters().ToHashSet(ReferenceEqualityComparer.Instance);
        return parameters().Where(parameter => !discriminators.Contains(parameter));
    }

    /// <summary>The discriminators' parameters, say for a learning rate of their own.</summary>
    /// <returns>The parameters, for an optimiser's group.</returns>
    public IEnumerable<Parameter> discriminator_parameters() => _branches.Items.SelectMany(branch => branch.Discriminator.parameters());

    /// <summary>The discriminators' side of alternating training, on fresh noise; encoders, generators and their statistics stay untouched.</summary>
    /// <param name="input">The tensors of one batch.</param>
    /// <returns>Scalar of at least float32, attached to the discriminators' parameters.</returns>
    /// <exception cref="InvalidOperationException">The layer trains jointly: its <see cref="FusionOutput.Loss"/> holds this side already.</exception>
    /// <exception cref="ArgumentException">Something in the input does not fit.</exception>
    public Tensor discriminator_loss(FusionInput input)
    {
        if (_options.Training != GANTraining.Alternating)
            throw new InvalidOperationException($"discriminator_loss needs {nameof(GANFusionOptions.Training)} = {nameof(GANTraining.Alternating)}; in joint training Loss holds the discriminators' side already.");

        using var scope = NewDisposeScope();
        var rows = FusionBatch.From(this, input, Dropout).Rows;
        RequireRowsForStatistics(rows);
        var losses = new List<Tensor>();
        var terms = new Dictionary<string, Tensor>();
        foreach (var branch in _branches.Items)
        {
            if (rows.Count > 0 && branch.PlayWithoutGradient(rows, Noise) is { } round)
                losses.Add(branch.DiscriminatorLoss(round, terms));
        }

        return (losses.Count > 0 ? Reduce(losses) : AttachedZero(discriminator_parameters())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireRowsForStatistics(rows);
        var generated = _branches.Items.Select(branch => branch.Generate(rows, Noise)).ToArray();
        var fused = _fuse.forward(cat([.. generated.Select((vectors, m) => FilledWith(rows, m, vectors))], -1));
        if (!computeLoss)
            return FusionResult.Plain(fused);

        var losses = new List<Tensor>();
        var terms = new Dictionary<string, Tensor>();
        for (var m = 0; m < generated.Length; m++)
        {
            if (_branches.Items[m].Play(rows, generated[m]) is { } round)
                losses.Add(Loss(_branches.Items[m], round, terms));
        }

        return new FusionResult(fused, losses.Count > 0 ? Reduce(losses) : AttachedZero(parameters()), terms);
    }

    /// <inheritdoc/>
    private protected override long AbsentFeatures(Modality modality) => OutputFeatures;

    /// <inheritdoc/>
    // Children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private Tensor Loss(Branch branch, Round round, Dictionary<string, Tensor> terms)
    {
        if (_options.Training == GANTraining.Alternating)
            return branch.FusionLoss(round, terms);

        // The discriminator first: its spectral vectors move before the generator is judged, as in separate passes.
        var discriminator = branch.DiscriminatorLoss(round, terms);
        return branch.FusionLoss(round, terms).Plus(discriminator);
    }

    private Tensor Reduce(IReadOnlyList<Tensor> losses)
    {
        var total = losses.Skip(1).Aggregate(losses[0], (sum, loss) => sum.Plus(loss));
        using var count = losses.Count.ToScalar();
        return _options.BranchReduction == BranchReduction.Mean && losses.Count > 1 ? total.div(count) : total;
    }

    private void RequireRowsForStatistics(FusionRows rows)
    {
        if (training && _options.Normalization == Normalization.Batch && rows.Count == 1)
            throw new ArgumentException("values: expected at least 2 valid rows in training with batch normalisation, found 1; use a larger batch, Normalization = Layer, or eval().", "values");
    }
}
