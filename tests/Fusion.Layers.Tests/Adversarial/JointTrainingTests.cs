using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>One backward of the joint loss does what separate passes do, player by player.</summary>
public sealed class JointTrainingTests
{
    /// <summary>Every legal game.</summary>
    public static TheoryData<Objective, Normalization, bool, double> Games
    {
        get
        {
            var games = new TheoryData<Objective, Normalization, bool, double>();
            foreach (var objective in Enum.GetValues<Objective>())
                foreach (var normalization in Enum.GetValues<Normalization>())
                    foreach (var spectral in new[] { false, true })
                        foreach (var penalty in new[] { 0, 0.7 })
                            if (IsLegal(objective, normalization, spectral, penalty))
                                games.Add(objective, normalization, spectral, penalty);
            return games;
        }
    }

    private static Modality[] Modalities { get; } = [("text", 3), ("audio", 4), ("video", 2)];

    [Theory]
    [MemberData(nameof(Games))]
    public void JointEqualsSeparateBackwardPasses(Objective objective, Normalization normalization, bool spectral, double penalty)
    {
        using var scope = NewDisposeScope();
        var options = Options(objective, normalization, spectral, penalty);
        using var joint = Build(options);
        using var separate = Build(options with { Training = GANTraining.Alternating });
        var (jointValues, separateValues) = (Values(), Values());

        var output = joint.call(jointValues);
        (output.Loss! + output.Fused.sum()).backward();

        var noise = separate.Noise.get_state();
        separate.discriminator_loss(new FusionInput(separateValues)).backward();
        Assert.All(separate.fusion_parameters(), parameter => Assert.Null(parameter.grad));
        Assert.All(separateValues, value => Assert.Null(value.grad));
        var discriminators = ModuleState.Gradients(separate);
        separate.Noise.set_state(noise);
        var generatorSide = separate.call(separateValues);
        (generatorSide.Loss! + generatorSide.Fused.sum()).backward();

        foreach (var (name, parameter) in separate.named_parameters())
        {
            var actual = joint.named_parameters().Single(pair => pair.name == name).parameter.grad!;
            if (IsDiscriminator(name))
            {
                // The generator's pass added nothing, and the joint gradient is the same to the bit.
                Assert.Equal(TensorAssert.Bits(discriminators[name]!), TensorAssert.Bits(parameter.grad!));
                Assert.Equal(TensorAssert.Bits(parameter.grad!), TensorAssert.Bits(actual));
            }
            else
            {
                TensorAssert.Close(parameter.grad!, actual, 1e-12, $"gradient of {name}");
            }
        }

        for (var m = 0; m < Modalities.Length; m++)
            TensorAssert.Close(separateValues[m].grad!, jointValues[m].grad!, 1e-12, $"gradient of input {m}");
        TensorAssert.Close(output.Fused, generatorSide.Fused, 1e-12, "fused");
        ModuleState.Same(separate.state_dict(), joint.state_dict());
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheSidesAddUpToTheJointLoss(Objective objective, Normalization normalization, bool spectral, double penalty)
    {
        using var scope = NewDisposeScope();
        var options = Options(objective, normalization, spectral, penalty);
        using var joint = Build(options);
        using var separate = Build(options with { Training = GANTraining.Alternating });
        var noise = separate.Noise.get_state();
        var discriminators = separate.discriminator_loss(new FusionInput(Values())).item<double>();
        separate.Noise.set_state(noise);
        var fusion = separate.call(Values());
        var output = joint.call(Values());
        TensorAssert.Close(discriminators + fusion.Loss!.item<double>(), output.Loss!.item<double>(), 1e-12, "loss");
        TensorAssert.Close(discriminators, Modalities.Sum(modality => output.Terms[$"discriminator/{modality.Name}"].item<double>()), 1e-12, "discriminators");
        TensorAssert.Close(
            fusion.Loss!.item<double>(),
            Modalities.Sum(modality => output.Terms[$"generator/{modality.Name}"].item<double>() + (0.5 * output.Terms[$"complement/{modality.Name}"].item<double>())),
            1e-12,
            "generator side");
        Assert.All(fusion.Terms.Keys, key => Assert.DoesNotContain("discriminator", key, StringComparison.Ordinal));
    }

    [Property(MaxTest = 80, Arbitrary = [typeof(FusionCases)])]
    public void EverythingEqualsAnIndependentImplementation(FusionCase drawn)
    {
        var options = drawn.Gan with { InputNorm = InputNorm.None, LossInEval = true };
        drawn = drawn with { Gan = options, Dtype = ScalarType.Float64, Leading = [drawn.Samples + 2], Padding = null, Present = Widened(drawn) };
        foreach (var training in new[] { true, false })
        {
            using var scope = NewDisposeScope();
            manual_seed(drawn.Seed);
            using var module = new GANFusion(drawn.Modalities, drawn.OutputFeatures, options, dtype: drawn.Dtype);
            module.train(training);
            Disturb(module);
            var networks = Networks.Of(module);
            using var noise = new Generator();
            noise.set_state(module.Noise.get_state());
            var blocks = drawn.Values().Select((value, m) => (value ?? full([drawn.Positions, drawn.Modalities[m].Features], 7.0, dtype: ScalarType.Float64)).requires_grad_(true)).ToArray();
            var values = blocks.Select((block, m) => drawn.Given[m] ? block.detach().clone().requires_grad_(true) : null).ToArray();
            bool[][] present = [.. Enumerable.Range(0, (int)drawn.Samples).Select(sample => drawn.Modalities.Select((_, m) => drawn.IsPresent(sample, m)).ToArray())];

            var oracle = new GANFusionOracle(networks, drawn.Modalities, drawn.OutputFeatures, options, training);
            var (fused, fusion, discriminators) = oracle.Run(blocks, present, noise);
            var joint = options.Training == GANTraining.Joint;
            var expected = joint ? fusion + discriminators : fusion;
            var output = module.call(drawn.Input(values));

            TensorAssert.Close(fused, output.Fused, 1e-10, "fused");
            TensorAssert.Close(expected, output.Loss!, 1e-10, "loss");
            Assert.Equal(oracle.Terms.Keys.Where(key => joint || IsFusionTerm(key)).Order(), output.Terms.Keys.Order());
            Assert.All(output.Terms, term => TensorAssert.Close(oracle.Terms[term.Key], term.Value.item<double>(), 1e-10, term.Key));

            (expected + fused.sum()).backward();
            (output.Loss! + output.Fused.sum()).backward();
            foreach (var (name, parameter) in module.named_parameters())
                TensorAssert.Close(networks.State[name].grad ?? zeros_like(parameter), parameter.grad ?? zeros_like(parameter), 1e-8, $"gradient of {name}");
            for (var m = 0; m < values.Length; m++)
            {
                if (values[m] is { } value)
                    TensorAssert.Close(blocks[m].grad ?? zeros_like(value), value.grad ?? zeros_like(value), 1e-8, $"gradient of input {m}");
            }
        }
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(1.0, true)]
    public void TheAdversaryGivesComplementaryEncodersNothing(double reconstructionWeight, bool reached)
    {
        using var scope = NewDisposeScope();
        using var module = Build(new GANFusionOptions { DiscriminatorHidden = 4, ReconstructionWeight = reconstructionWeight });
        using (no_grad())
        {
            // Only branch "text" is left a game; audio and video enter it as complement alone.
            foreach (var (name, parameter) in module.named_parameters())
                if (name is "branches.audio.generator.0.weight" or "branches.video.generator.0.weight"
                    || name.StartsWith("branches.audio.complement", StringComparison.Ordinal) || name.StartsWith("branches.video.complement", StringComparison.Ordinal))
                    parameter.zero_();
        }

        var values = Values();
        var output = module.call(values);
        // The complements of the silenced branches still have targets; take the one that is left.
        (output.Loss! - ReconstructionOfSilenced(values, reconstructionWeight)).backward();
        Assert.Equal(reached, TensorAssert.Moves(values[1].grad) && TensorAssert.Numbers(values[1].grad!).Any(number => Math.Abs(number) > 1e-9));
        Assert.True(TensorAssert.Moves(values[0].grad), "the generator's own input learns from the game");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DirectComplementsGetNoGradientFromTheGame(bool wasserstein)
    {
        using var scope = NewDisposeScope();
        var options = wasserstein
            ? new GANFusionOptions { Objective = Objective.Wasserstein, R1Gamma = 1, Normalization = Normalization.Layer, DiscriminatorHidden = 4 }
            : new GANFusionOptions { DiscriminatorHidden = 4 };
        manual_seed(3);
        using var module = new GANFusion([("a", 3), ("b", 3)], 3, options, dtype: ScalarType.Float64);
        using (no_grad())
            module.named_parameters().Single(pair => pair.name == "branches.b.generator.0.weight").parameter.zero_();
        using var generator = new Generator(1);
        var a = randn(6, 3, dtype: ScalarType.Float64, generator: generator).requires_grad_(true);
        var b = randn(6, 3, dtype: ScalarType.Float64, generator: generator).requires_grad_(true);
        module.call(a, b).Loss!.backward();
        Assert.True(TensorAssert.Moves(a.grad));
        TensorAssert.Zero(b.grad ?? zeros(1), "gradient of the complementary encoder");
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void StatisticsAndSpectralVectorsMoveTwiceForTheDiscriminatorAndOnceForTheGenerator(Objective objective, Normalization normalization, bool spectral, double penalty)
    {
        using var scope = NewDisposeScope();
        using var module = Build(Options(objective, normalization, spectral, penalty));
        var networks = Networks.Of(module);
        var before = ModuleState.Copy(module);
        module.call(Values());
        foreach (var (name, tensor) in module.state_dict())
        {
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                Assert.Equal(before[name].item<long>() + (IsDiscriminator(name) ? 2 : 1), tensor.item<long>());
        }

        if (!spectral)
            return;

        foreach (var modality in Modalities)
        {
            networks.MoveSpectralVectors($"branches.{modality.Name}.discriminator");
            networks.MoveSpectralVectors($"branches.{modality.Name}.discriminator");
        }

        foreach (var (name, tensor) in module.state_dict().Where(pair => pair.Key.EndsWith("weight_u", StringComparison.Ordinal) || pair.Key.EndsWith("weight_v", StringComparison.Ordinal)))
        {
            TensorAssert.Close(networks.State[name], tensor, 1e-12, name);
            // A weight of one row is exact from the start.
            if (!name.Contains(".discriminator.6.", StringComparison.Ordinal))
                Assert.NotEqual(TensorAssert.Numbers(before[name]), TensorAssert.Numbers(tensor));
        }
    }

    [Fact]
    public void RunningStatisticsSeeTheRealBatchThenTheFakeOne()
    {
        using var scope = NewDisposeScope();
        var options = new GANFusionOptions { DiscriminatorHidden = 4, NoiseStd = 0 };
        manual_seed(3);
        using var module = new GANFusion([("a", 3), ("b", 3)], 3, options, dtype: ScalarType.Float64);
        var networks = Networks.Of(module);
        using var generator = new Generator(1);
        var (a, b) = (randn(6, 3, dtype: ScalarType.Float64, generator: generator), randn(6, 3, dtype: ScalarType.Float64, generator: generator));
        var fake = networks.Mlp("branches.a.generator", a, Normalization.Batch, training: true, sigma: false);
        var (mean, variance) = (zeros(4, dtype: ScalarType.Float64), ones(4, dtype: ScalarType.Float64));
        foreach (var batch in new[] { b, fake })
        {
            var hidden = networks.Linear("branches.a.discriminator.0", batch);
            mean = (0.9 * mean) + (0.1 * hidden.mean([0]));
            variance = (0.9 * variance) + (0.1 * (hidden - hidden.mean([0])).square().sum(dim: 0) / 5);
        }

        module.call(a, b);
        TensorAssert.Close(mean, module.state_dict()["branches.a.discriminator.1.running_mean"], 1e-12, "mean");
        TensorAssert.Close(variance, module.state_dict()["branches.a.discriminator.1.running_var"], 1e-12, "variance");
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void EvaluationMovesNothingEvenWithItsLoss(Objective objective, Normalization normalization, bool spectral, double penalty)
    {
        using var scope = NewDisposeScope();
        using var module = Build(Options(objective, normalization, spectral, penalty) with { LossInEval = true });
        module.eval();
        var before = ModuleState.Copy(module);
        Assert.NotNull(module.call(Values()).Loss);
        using (no_grad())
            Assert.NotNull(module.call(Values()).Loss);
        ModuleState.Same(before, module.state_dict());
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheAlternatingDiscriminatorSideMovesNoStatisticsOfTheOtherPlayer(Objective objective, Normalization normalization, bool spectral, double penalty)
    {
        using var scope = NewDisposeScope();
        using var module = Build(Options(objective, normalization, spectral, penalty) with { Training = GANTraining.Alternating });
        var before = ModuleState.Copy(module);
        module.discriminator_loss(new FusionInput(Values()));
        foreach (var (name, tensor) in module.state_dict().Where(pair => !IsDiscriminator(pair.Key)))
            TensorAssert.Same(before[name], tensor, name);
        var after = ModuleState.Copy(module);
        module.call(Values());
        foreach (var (name, tensor) in module.state_dict().Where(pair => IsDiscriminator(pair.Key)))
            TensorAssert.Same(after[name], tensor, name);
    }

    internal static GANFusionOptions Options(Objective objective, Normalization normalization, bool spectral, double penalty) =>
        new()
        {
            Objective = objective,
            Normalization = normalization,
            SpectralNorm = spectral,
            R1Gamma = penalty,
            DiscriminatorHidden = 4,
            ReconstructionWeight = 0.5,
            NoiseStd = 0.1,
            RealLabel = objective is Objective.Hinge or Objective.Wasserstein ? 1 : 0.9,
        };

    private static bool IsLegal(Objective objective, Normalization normalization, bool spectral, double penalty) =>
        (normalization != Normalization.Batch || (penalty == 0 && objective != Objective.Wasserstein))
        && (objective != Objective.Wasserstein || spectral || penalty > 0);

    private static bool IsDiscriminator(string name) => name.Contains(".discriminator.", StringComparison.Ordinal);

    private static bool IsFusionTerm(string name) => name.StartsWith("generator", StringComparison.Ordinal) || name.StartsWith("complement", StringComparison.Ordinal);

    private static GANFusion Build(GANFusionOptions options)
    {
        manual_seed(11);
        return new GANFusion(Modalities, 3, options, dtype: ScalarType.Float64);
    }

    private static Tensor[] Values()
    {
        using var generator = new Generator(4);
        return [.. Modalities.Select(modality => randn(7, modality.Features, dtype: ScalarType.Float64, generator: generator).requires_grad_(true))];
    }

    /// <summary>What the branches without a game contribute: zeroed complements reconstruct their last bias, zero, so their loss is the targets' mean square.</summary>
    private static Tensor ReconstructionOfSilenced(Tensor[] values, double weight)
    {
        var (text, audio, video) = (values[0], values[1], values[2]);
        return weight * (cat([text, video], 1).square().mean() + cat([text, audio], 1).square().mean());
    }

    /// <summary>Two complete samples after those drawn, so that batch statistics exist.</summary>
    private static bool[][]? Widened(FusionCase drawn) =>
        drawn.Present is null ? null : [.. drawn.Present, .. Enumerable.Repeat(drawn.Modalities.Select(_ => true).ToArray(), 2)];

    /// <summary>Fresh normalisation weights of 1 and statistics of 0 would hide what is left out.</summary>
    private static void Disturb(nn.Module module)
    {
        using var noGrad = no_grad();
        using var generator = new Generator(9);
        foreach (var (name, tensor) in module.state_dict())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal) || name.StartsWith("absent.", StringComparison.Ordinal) || name.EndsWith(".bias", StringComparison.Ordinal))
                tensor.add_(randn(tensor.shape, dtype: tensor.dtype, generator: generator) * 0.1);
            else if (name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith(".1.weight", StringComparison.Ordinal) || name.EndsWith(".4.weight", StringComparison.Ordinal))
                tensor.mul_(rand(tensor.shape, dtype: tensor.dtype, generator: generator) + 0.5);
        }
    }
}
