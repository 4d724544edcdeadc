using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Reference.Baselines;

/// <summary>One modality of <see cref="PublishedGanFusion"/>. Nothing is cut off from anything: each loss reaches whatever it was computed from.</summary>
internal sealed class PublishedGanBranch : nn.Module
{
    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly Complement? _complement;

    /// <param name="features">Width of the modality.</param>
    /// <param name="others">Width of the other modalities together.</param>
    /// <param name="width">Width of the generated vectors.</param>
    /// <param name="hidden">Hidden width of the discriminator.</param>
    /// <param name="learnsComplement">Whether the other modalities are auto-fused; else their vector is the complement.</param>
    public PublishedGanBranch(long features, long others, long width, long hidden, bool learnsComplement)
        : base(nameof(PublishedGanBranch))
    {
        register_module("generator", _generator = Mlp(features, 2 * width, width));
        register_module("discriminator", _discriminator = Mlp(width, hidden, 1));
        if (learnsComplement)
            register_module("complement", _complement = new Complement(others, width));
    }

    public IEnumerable<Parameter> GeneratorParameters => _generator.parameters();

    public IEnumerable<Parameter> DiscriminatorParameters => _discriminator.parameters();

    /// <summary>The generated vectors (B, width).</summary>
    public Tensor Generate(Tensor values) => _generator.forward(values);

    /// <summary>The loss of a stage, its parts by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Losses(GanStage stage, Tensor generated, Tensor others) => stage switch
    {
        GanStage.DiscriminatorReal => Real(others),
        GanStage.DiscriminatorFake => [("fake", Judge(generated, logits => zeros_like(logits)))],
        _ => [("generator", Judge(generated, logits => ones_like(logits)))],
    };

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private IEnumerable<(string Name, Tensor Value)> Real(Tensor others)
    {
        if (_complement is null)
            return [("real", Judge(others, logits => ones_like(logits)))];
        var (real, reconstruction) = _complement.call(others);
        return [("real", Judge(real, logits => ones_like(logits))), ("complement", reconstruction)];
    }

    private Tensor Judge(Tensor vectors, Func<Tensor, Tensor> label)
    {
        var logits = _discriminator.forward(vectors);
        return F.binary_cross_entropy_with_logits(logits, label(logits));
    }

    // Positions as in the package's GANFusion, so that one loads the other's weights.
    private static Sequential Mlp(long input, long hidden, long output) => nn.Sequential(
        ("0", nn.Linear(input, hidden)), ("1", nn.BatchNorm1d(hidden)), ("2", new LeakyRelu()),
        ("3", nn.Linear(hidden, hidden)), ("4", nn.BatchNorm1d(hidden)), ("5", new LeakyRelu()), ("6", nn.Linear(hidden, output)));

    /// <summary>LeakyReLU(0.2) that keeps its scalar; torch's makes a temporary one, which may be finalised before native code has read it.</summary>
    private sealed class LeakyRelu() : nn.Module<Tensor, Tensor>(nameof(LeakyRelu))
    {
        private static readonly Scalar Slope = 0.2.ToScalar();

        public override Tensor forward(Tensor input) => input.leaky_relu(Slope);
    }

    /// <summary>AutoFusion of what may be a single modality: the fused vector and the mean squared error of its reconstruction.</summary>
    private sealed class Complement : nn.Module<Tensor, (Tensor Fused, Tensor Reconstruction)>
    {
        private readonly Sequential _encoder;
        private readonly Sequential _decoder;

        public Complement(long features, long width)
            : base(nameof(Complement))
        {
            var hidden = features / 2;
            register_module("fuse_in", _encoder = nn.Sequential(("0", nn.Linear(features, hidden)), ("1", nn.Tanh()), ("2", nn.Linear(hidden, width)), ("3", nn.ReLU())));
            register_module("fuse_out", _decoder = nn.Sequential(("0", nn.Linear(width, hidden)), ("1", nn.ReLU()), ("2", nn.Linear(hidden, features))));
        }

        public override (Tensor Fused, Tensor Reconstruction) forward(Tensor input)
        {
            var fused = _encoder.forward(input);
            return (fused, F.mse_loss(_decoder.forward(fused), input));
        }

        protected override void RegisterComponents()
        {
        }
    }
}
