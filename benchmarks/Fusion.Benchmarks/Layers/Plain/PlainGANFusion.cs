using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Benchmarks.Layers.Plain;

/// <summary>GANFusion's mathematics as one would write it in TorchSharp for a single model, with the layer's default options.</summary>
internal sealed class PlainGANFusion : nn.Module
{
    private readonly long[] _widths;
    private readonly Branch[] _branches;
    private readonly Sequential _fuse;

    /// <param name="shape">Widths.</param>
    /// <param name="noiseStd">Standard deviation of the noise; 0 for none.</param>
    public PlainGANFusion(LayerShape shape, double noiseStd)
        : base(nameof(PlainGANFusion))
    {
        _widths = [.. shape.Widths];
        _branches = [.. shape.Widths.Select((_, position) => new Branch(shape, position, noiseStd))];
        var width = shape.Widths.Count * shape.OutputFeatures;
        var branches = new Branches(_branches);
        register_module("branches", branches);
        register_module("fuse", _fuse = nn.Sequential(nn.Linear(width, width / 2), nn.Tanh(), nn.Linear(width / 2, shape.OutputFeatures), nn.ReLU()));
    }

    /// <summary>Fused vectors (*, t) and, in training, the loss, of tensors (*, d_i).</summary>
    public (Tensor Fused, Tensor? Loss) Fuse(IReadOnlyList<Tensor> values)
    {
        using var scope = NewDisposeScope();
        Tensor[] rows = [.. values.Select((value, m) => value.reshape(-1, _widths[m]))];
        Tensor[] generated = [.. _branches.Select((branch, m) => branch.Generate(rows[m]))];
        var flat = _fuse.forward(cat(generated, -1));
        var fused = flat.reshape([.. values[0].shape[..^1], flat.size(1)]).MoveToOuterDisposeScope();
        if (!training)
            return (fused, null);
        var loss = _branches.Select((branch, m) => branch.Loss(rows, generated[m])).Aggregate((sum, each) => sum.Plus(each));
        return (fused, loss.MoveToOuterDisposeScope());
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    /// <summary>Gives the branches their names.</summary>
    private sealed class Branches : nn.Module
    {
        public Branches(IReadOnlyList<Branch> branches)
            : base(nameof(Branches))
        {
            foreach (var (position, branch) in branches.Index())
                register_module($"m{position}", branch);
        }
    }

    private sealed class Branch : nn.Module
    {
        private readonly int[] _others;
        private readonly Scalar? _deviation;
        private readonly PlainMlp _generator;
        private readonly PlainMlp _discriminator;
        private readonly PlainAutoFusion? _complement;

        public Branch(LayerShape shape, int position, double noiseStd)
            : base(nameof(Branch))
        {
            _others = [.. Enumerable.Range(0, shape.Widths.Count).Where(m => m != position)];
            _deviation = noiseStd == 0 ? null : noiseStd.ToScalar();
            register_module("generator", _generator = new(shape.Widths[position], 2 * shape.OutputFeatures, shape.OutputFeatures));
            register_module("discriminator", _discriminator = new(shape.OutputFeatures, new GANFusionOptions().DiscriminatorHidden, 1));
            if (_others.Length > 1 || shape.Widths[_others[0]] != shape.OutputFeatures)
                register_module("complement", _complement = new([.. _others.Select(m => shape.Widths[m])], shape.OutputFeatures));
        }

        public Tensor Generate(Tensor rows) =>
            _generator.Run(training && _deviation is not null ? rows.Plus(randn_like(rows).mul(_deviation)) : rows);

        public Tensor Loss(Tensor[] rows, Tensor fake)
        {
            Tensor[] others = [.. _others.Select(m => rows[m])];
            var (real, reconstruction) = _complement?.Fuse(others, computeLoss: true) ?? (others[0], null);
            var realLogits = _discriminator.Run(real.detach());
            var fakeLogits = _discriminator.Run(fake.detach());
            var discriminator = -F.logsigmoid(realLogits).mean() - F.logsigmoid(-fakeLogits).mean();
            var generator = -F.logsigmoid(_discriminator.RunFrozen(fake)).mean();
            // What the layer reports.
            Tensor[] reported =
            [
                generator.detach(), discriminator.detach(),
                (realLogits.detach() > Scalars.Zero).to_type(ScalarType.Float32).mean(), (fakeLogits.detach() <= Scalars.Zero).to_type(ScalarType.Float32).mean(),
            ];
            var game = generator.Plus(discriminator);
            return reconstruction is null ? game : game.Plus(reconstruction);
        }

        // The children are registered by name; reflection would add them again under their field names.
        protected override void RegisterComponents()
        {
        }
    }
}
