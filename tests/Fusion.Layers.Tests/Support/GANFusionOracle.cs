using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>
/// GANFusion from equations 2 and 3 over rows, written by hand as separate passes: each player's loss is its own function,
/// nothing is shared but the values of parameters and noise.
/// </summary>
internal sealed class GANFusionOracle
{
    private readonly Networks _networks;
    private readonly GANFusionOptions _options;
    private readonly Modality[] _modalities;
    private readonly long _features;
    private readonly bool _training;

    public GANFusionOracle(Networks networks, Modality[] modalities, long features, GANFusionOptions options, bool training)
    {
        _networks = networks;
        _modalities = modalities;
        _features = features;
        _options = options;
        _training = training;
    }

    public Dictionary<string, double> Terms { get; } = [];

    /// <summary>Both players' losses and the fused rows.</summary>
    /// <param name="blocks">Rows (R, d_m) per modality; absent slots may hold anything finite.</param>
    /// <param name="present">Per row and modality.</param>
    /// <param name="noise">Generator in the state that the module's had before its forward.</param>
    public (Tensor Fused, Tensor Fusion, Tensor Discriminators) Run(Tensor[] blocks, bool[][] present, Generator noise)
    {
        var generated = blocks.Select((block, m) => Generate(block, Rows(present, row => row[m]), m, noise)).ToArray();
        var fused = _networks.Bottleneck("fuse", cat([.. generated.Select((vectors, m) => Spread(vectors, present, m))], 1), activation: true);
        var fusion = new List<Tensor>();
        var discriminators = new List<Tensor>();
        for (var m = 0; m < blocks.Length; m++)
            Play(blocks, present, generated[m], m, fusion, discriminators);
        return (fused, Reduce(fusion), Reduce(discriminators));
    }

    private bool Statistics => _training && _options.Normalization == Normalization.Batch;

    private string Name(int m) => $"branches.{_modalities[m].Name}";

    private static int[] Rows(bool[][] present, Func<bool[], bool> wanted) => [.. Enumerable.Range(0, present.Length).Where(n => wanted(present[n]))];

    private static Tensor Take(Tensor values, int[] rows) => values.index_select(0, tensor(rows.Select(row => (long)row).ToArray(), dtype: ScalarType.Int64));

    private Tensor? Generate(Tensor block, int[] rows, int m, Generator noise)
    {
        if (rows.Length == 0)
            return null;

        var input = Take(block, rows);
        if (_training && _options.NoiseStd > 0)
            input += randn(input.shape, dtype: ScalarType.Float64, generator: noise) * _options.NoiseStd;
        return _networks.Mlp($"{Name(m)}.generator", input, _options.Normalization, Statistics && rows.Length > 1, sigma: false);
    }

    private Tensor Spread(Tensor? vectors, bool[][] present, int m)
    {
        var filling = _options.AbsentFill == AbsentFill.Learned ? _networks.State[$"absent.{_modalities[m].Name}"] : zeros(_features, dtype: ScalarType.Float64);
        var position = 0L;
        return stack([.. present.Select(row => row[m] ? vectors![position++] : filling)]);
    }

    private void Play(Tensor[] blocks, bool[][] present, Tensor? generated, int m, List<Tensor> fusion, List<Tensor> discriminators)
    {
        var own = Rows(present, row => row[m]);
        var played = Rows(present, row => row[m] && row.Count(has => has) > 1);
        if (generated is null || played.Length < (Statistics ? 2 : 1))
            return;

        var fake = Take(generated, [.. played.Select(row => Array.IndexOf(own, row))]);
        var (real, reconstruction) = Complement(blocks, present, played, m);
        discriminators.Add(Discriminator(real.detach(), fake.detach(), m));
        var logits = Score(fake, m, frozen: true);
        var generator = _options.Objective switch
        {
            Objective.NonSaturating => (1 + (-logits).exp()).log().mean(),
            Objective.Minimax => -(1 + logits.exp()).log().mean(),
            Objective.LeastSquares => (logits - 1).pow(2).mean(),
            _ => -logits.mean(),
        };
        Terms[$"generator/{_modalities[m].Name}"] = generator.item<double>();
        if (reconstruction is not null)
            Terms[$"complement/{_modalities[m].Name}"] = reconstruction.item<double>();
        fusion.Add(reconstruction is null ? generator : generator + (reconstruction * _options.ReconstructionWeight));
    }

    private (Tensor Real, Tensor? Reconstruction) Complement(Tensor[] blocks, bool[][] present, int[] rows, int m)
    {
        int[] others = [.. Enumerable.Range(0, blocks.Length).Where(other => other != m)];
        if (!_networks.State.ContainsKey($"{Name(m)}.complement.fuse_in.0.weight"))
            return (Take(blocks[others[0]], rows), null);

        var (fused, loss, _) = AutoFusionOracle.Run(
            _networks,
            $"{Name(m)}.complement.",
            [.. others.Select(other => Take(blocks[other], rows))],
            [.. rows.Select(row => others.Select(other => present[row][other]).ToArray())],
            [.. others.Select(other => zeros(blocks[other].size(1), dtype: ScalarType.Float64))],
            new AutoFusionOptions { Reduction = _options.Reduction });
        return (fused, loss);
    }

    private Tensor Score(Tensor rows, int m, bool frozen) =>
        _networks.Mlp($"{Name(m)}.discriminator", rows, _options.Normalization, Statistics, _options.SpectralNorm, frozen);

    private Tensor Discriminator(Tensor real, Tensor fake, int m)
    {
        real.requires_grad_(true);
        Move(m);
        var realLogits = Score(real, m, frozen: false);
        Move(m);
        var fakeLogits = Score(fake, m, frozen: false);
        var label = _options.RealLabel;
        var loss = _options.Objective switch
        {
            Objective.NonSaturating or Objective.Minimax =>
                -((label * realLogits.sigmoid().log()) + ((1 - label) * (1 - realLogits.sigmoid()).log())).mean() - (1 - fakeLogits.sigmoid()).log().mean(),
            Objective.LeastSquares => (realLogits - label).pow(2).mean() + fakeLogits.pow(2).mean(),
            Objective.Hinge => (1 - realLogits).clamp_min(0).mean() + (1 + fakeLogits).clamp_min(0).mean(),
            _ => fakeLogits.mean() - realLogits.mean(),
        };
        if (_options.R1Gamma > 0)
            loss += autograd.grad([realLogits.sum()], [real], create_graph: true, retain_graph: true)[0].pow(2).sum() / real.size(0) * _options.R1Gamma / 2;
        var name = _modalities[m].Name;
        Terms[$"discriminator/{name}"] = loss.item<double>();
        if (_options.Objective == Objective.Wasserstein)
            return loss;

        var threshold = _options.Objective == Objective.LeastSquares ? 0.5 : 0;
        Terms[$"accuracy.real/{name}"] = TensorAssert.Numbers(realLogits).Average(logit => logit > threshold ? 1.0 : 0);
        Terms[$"accuracy.fake/{name}"] = TensorAssert.Numbers(fakeLogits).Average(logit => logit > threshold ? 0.0 : 1);
        return loss;
    }

    // In alternating training the fusion side runs alone, and the generator is judged by the vectors as they were.
    private void Move(int m)
    {
        if (_training && _options.SpectralNorm && _options.Training == GANTraining.Joint)
            _networks.MoveSpectralVectors($"{Name(m)}.discriminator");
    }

    private Tensor Reduce(List<Tensor> losses)
    {
        if (losses.Count == 0)
            return zeros([], dtype: ScalarType.Float64);

        var sum = losses.Aggregate((total, loss) => total + loss);
        return _options.BranchReduction == BranchReduction.Mean ? sum / losses.Count : sum;
    }
}
