using Xunit;
using static TorchSharp.torch;
using Fusion.Layers.Tests.Support;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>The game works: generated vectors come to lie where the complement lies, without collapsing.</summary>
public sealed class ToyConvergenceTests
{
    private const int Batch = 128;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TwoGaussiansAlign(int seed)
    {
        foreach (var (n, o) in new (string, GANFusionOptions)[] {
            ("none r1=1", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.None, R1Gamma = 1 }),
            ("none r1=.3", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.None, R1Gamma = 0.3 }),
            ("none r1=3", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.None, R1Gamma = 3 }),
            ("none sn", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.None, SpectralNorm = true }),
            ("layer r1=1", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.Layer, R1Gamma = 1 }),
            ("none hinge sn", new GANFusionOptions { DiscriminatorHidden = 32, Normalization = Normalization.None, SpectralNorm = true, Objective = Objective.Hinge }),
            ("batch", new GANFusionOptions { DiscriminatorHidden = 32 }),
        })
        foreach (var steps in new[]{400,1200}) { var sw=System.Diagnostics.Stopwatch.StartNew(); System.Console.WriteLine($"seed {seed} {n} {steps}: {Play(seed, steps, o)} {sw.ElapsedMilliseconds} ms"); }
    }

    private static string Play(int seed, int steps, GANFusionOptions options)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var module = new GANFusion([("a", 2), ("b", 2)], 2, options);
        using var optimizer = optim.Adam(module.parameters(), 2e-3, beta1: 0.5);
        using var generator = new Generator((ulong)seed);
        var start = Measure(module, generator, options.Normalization);
        var accuracy = 0.0;
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            var (a, b) = Draw(generator);
            module.zero_grad();
            var output = module.call(a, b);
            output.Loss!.backward();
            optimizer.step();
            if (step >= steps - 100)
                accuracy += output.Terms.Where(pair => pair.Key.StartsWith("accuracy", StringComparison.Ordinal)).Average(pair => pair.Value.item<float>()) / 100;
        }

        var end = Measure(module, generator, options.Normalization);
        return $"distance {start.Distance:F3} -> {end.Distance:F3}, accuracy {accuracy:F3}, rank {end.Fake:F2} of {end.Real:F2}";
    }

    private static (Tensor A, Tensor B) Draw(Generator generator) =>
        (randn(Batch, 2, generator: generator) + tensor(new[] { 3f, -2f }), (randn(Batch, 2, generator: generator) * tensor(new[] { 1f, 0.5f })) + tensor(new[] { -1f, 4f }));

    /// <summary>Mean over branches of the distance between the means of z_g and z_tr, and effective ranks.</summary>
    private static (double Distance, double Fake, double Real) Measure(GANFusion module, Generator generator, Normalization norm)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (a, b) = Draw(generator);
        var networks = Networks.Of(module);
        var sides = new[] { ("a", a, b), ("b", b, a) }.Select(side =>
        {
            var fake = networks.Mlp($"branches.{side.Item1}.generator", side.Item2, norm, training: true, sigma: false);
            return ((fake.mean([0]) - side.Item3.mean([0])).norm().item<float>(), Rank(fake), Rank(side.Item3));
        }).ToArray();
        return (sides.Average(side => side.Item1), sides.Average(side => side.Item2), sides.Average(side => side.Item3));
    }

    private static double Rank(Tensor rows)
    {
        var singular = TensorAssert.Numbers(linalg.svdvals(rows - rows.mean([0])));
        var total = singular.Sum();
        return Math.Exp(-singular.Sum(value => value / total * Math.Log(Math.Max(value / total, 1e-12))));
    }
}
