using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>The contract as GANFusion keeps it, and what only GANFusion promises.</summary>
public sealed class GANFusionTests : FusionModuleContract
{
    public static TheoryData<int, long, long, bool, long> Counts => new()
    {
        // Modalities, width, output, auto-fused, parameters.
        { 3, 256, 256, false, 3_558_787 },
        { 2, 256, 256, false, 2 * Generator(256, 256) + 2 * Discriminator(256, 256) + Fuse(2, 256) },
        { 2, 256, 256, true, 2 * (Generator(256, 256) + Discriminator(256, 256) + Complement(256, 256)) + Fuse(2, 256) },
        { 2, 50, 100, false, 2 * (Generator(50, 100) + Discriminator(100, 256) + Complement(50, 100)) + Fuse(2, 100) },
        { 4, 50, 100, false, 4 * (Generator(50, 100) + Discriminator(100, 256) + Complement(150, 100)) + Fuse(4, 100) },
    };

    public static TheoryData<string> SnapshotNames => [.. Snapshots.Keys];

    private static Dictionary<string, (Modality[] Modalities, GANFusionOptions Options)> Snapshots { get; } = new()
    {
        ["GANFusion.two"] = ([("text", 256), ("audio", 256)], new()),
        ["GANFusion.three"] = ([("text", 300), ("audio", 128), ("video", 64)], new()),
        ["GANFusion.none"] = ([("text", 256), ("audio", 256)], new() { Normalization = Normalization.None }),
        ["GANFusion.layer"] = ([("text", 256), ("audio", 256)], new() { Normalization = Normalization.Layer }),
        ["GANFusion.spectral"] = ([("text", 256), ("audio", 256)], new() { SpectralNorm = true }),
        ["GANFusion.learned"] = ([("text", 256), ("audio", 128)], new() { AbsentFill = AbsentFill.Learned }),
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void TheParameterCountIsTheClosedFormula(int modalities, long width, long output, bool autoFuse, long expected)
    {
        using var module = new GANFusion([.. Enumerable.Range(0, modalities).Select(m => new Modality($"m{m}", width))], output, new GANFusionOptions { AlwaysAutoFuse = autoFuse }, device: META);
        Assert.Equal(expected, module.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(SnapshotNames))]
    public void TheStateDictIsFrozen(string name)
    {
        using var module = new GANFusion(Snapshots[name].Modalities, 256, Snapshots[name].Options, device: META);
        Snapshot.Matches(name, Snapshot.StateDict(module));
    }

    [Property(MaxTest = 30, Arbitrary = [typeof(FusionCases)])]
    public void ParametersAreEitherFusionOrDiscriminator(FusionCase drawn)
    {
        using var module = (GANFusion)Build(drawn, training: true);
        var discriminators = module.discriminator_parameters().Select(parameter => parameter.Handle).ToHashSet();
        var fusion = module.fusion_parameters().Select(parameter => parameter.Handle).ToHashSet();
        foreach (var (name, parameter) in module.named_parameters())
        {
            var expected = name.Contains(".discriminator.", StringComparison.Ordinal);
            Assert.Equal(expected, discriminators.Contains(parameter.Handle));
            Assert.Equal(!expected, fusion.Contains(parameter.Handle));
        }
    }

    [Fact]
    public void WeightsAreDrawnAsByTheSameLinearLayers()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var module = new GANFusion([("a", 4), ("b", 3)], 3, new GANFusionOptions { DiscriminatorHidden = 5 });
        var after = TensorAssert.Bits(random.get_rng_state());
        manual_seed(5);
        (string Name, nn.Module Linear)[] linears =
        [
            ("branches.a.generator.0", nn.Linear(4, 6)), ("branches.a.generator.3", nn.Linear(6, 6)), ("branches.a.generator.6", nn.Linear(6, 3)),
            ("branches.a.discriminator.0", nn.Linear(3, 5)), ("branches.a.discriminator.3", nn.Linear(5, 5)), ("branches.a.discriminator.6", nn.Linear(5, 1)),
            ("branches.b.generator.0", nn.Linear(3, 6)), ("branches.b.generator.3", nn.Linear(6, 6)), ("branches.b.generator.6", nn.Linear(6, 3)),
            ("branches.b.discriminator.0", nn.Linear(3, 5)), ("branches.b.discriminator.3", nn.Linear(5, 5)), ("branches.b.discriminator.6", nn.Linear(5, 1)),
            ("branches.b.complement.fuse_in.0", nn.Linear(4, 2)), ("branches.b.complement.fuse_in.2", nn.Linear(2, 3)),
            ("branches.b.complement.fuse_out.0", nn.Linear(3, 2)), ("branches.b.complement.fuse_out.2", nn.Linear(2, 4)),
            ("fuse.0", nn.Linear(6, 3)), ("fuse.2", nn.Linear(3, 3)),
        ];
        Assert.Equal(after, TensorAssert.Bits(random.get_rng_state()));
        var parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var (name, linear) in linears)
        {
            using (linear)
                foreach (var (suffix, parameter) in linear.named_parameters())
                    Assert.Equal(TensorAssert.Bits(parameter), TensorAssert.Bits(parameters[$"{name}.{suffix}"]));
        }
    }

    [Fact]
    public void EvaluationRunsNeitherDiscriminatorNorComplement()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: false);
        var expected = module.call(Simple.Values()).Fused;
        DisposePlayers(module);
        TensorAssert.Same(expected, module.call(Simple.Values()).Fused, "fused");

        using var asked = Build(Simple.Sharing(options => options with { LossInEval = true }), training: false);
        DisposePlayers(asked);
        Assert.ThrowsAny<Exception>(() => asked.call(Simple.Values()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void OneRowCannotTrainWithBatchStatistics(int? survivor)
    {
        using var scope = NewDisposeScope();
        var single = survivor is { } valid
            ? Simple with { Padding = [.. Enumerable.Range(0, 8).Select(position => position != valid)] }
            : Simple with { Leading = [1] };
        foreach (var training in Enum.GetValues<GANTraining>())
        {
            using var module = (GANFusion)Build(single with { Gan = single.Gan with { Training = training } }, training: true);
            var before = ModuleState.Copy(module);
            Assert.Contains("at least 2 valid rows in training with batch normalisation, found 1", Assert.Throws<ArgumentException>(() => module.call(single.Input())).Message, StringComparison.Ordinal);
            if (training == GANTraining.Alternating)
                Assert.Throws<ArgumentException>(() => module.discriminator_loss(single.Input()));
            ModuleState.Same(before, module.state_dict());

            module.eval();
            TensorAssert.Finite(module.call(single.Input()).Fused, "fused");
        }

        foreach (var normalization in new[] { Normalization.Layer, Normalization.None })
        {
            using var module = Build(single with { Gan = single.Gan with { Normalization = normalization } }, training: true);
            var (fused, loss) = module.call(single.Input());
            TensorAssert.Finite(fused, "fused");
            TensorAssert.Finite(loss!, "loss");
        }
    }

    [Fact]
    public void ABranchWithOneRowUsesRunningStatisticsAndPlaysNoGame()
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with { Leading = [4], Dtype = ScalarType.Float64, Present = [[true, true, true], [false, true, true], [false, true, true], [false, true, true]], Gan = Simple.Gan with { NoiseStd = 0 } };
        using var module = Build(drawn, training: true);
        using (no_grad())
            foreach (var (name, buffer) in module.named_buffers())
                if (name.EndsWith("running_mean", StringComparison.Ordinal))
                    buffer.fill_(0.3);
        var networks = Networks.Of(module);
        var before = ModuleState.Copy(module);
        var values = drawn.Values();
        var output = module.call(drawn.Input(values));

        Assert.DoesNotContain(output.Terms.Keys, key => key.EndsWith("/text", StringComparison.Ordinal));
        Assert.Contains("generator/audio", output.Terms.Keys);
        foreach (var (name, tensor) in module.state_dict().Where(pair => pair.Key.StartsWith("branches.text", StringComparison.Ordinal)))
            TensorAssert.Same(before[name], tensor, name);

        var text = networks.Mlp("branches.text.generator", values[0]!.narrow(0, 0, 1), Normalization.Batch, training: false, sigma: false);
        Tensor[] rest = [.. new[] { "audio", "video" }.Select((name, i) => networks.Mlp($"branches.{name}.generator", values[i + 1]!, Normalization.Batch, training: true, sigma: false))];
        var filled = cat([text, zeros(3, 3, dtype: ScalarType.Float64)], 0);
        TensorAssert.Close(networks.Bottleneck("fuse", cat([filled, .. rest], 1), activation: true), output.Fused, 1e-12, "fused");
    }

    [Fact]
    public void ARowWithoutComplementIsFusedButCountsInNoTerm()
    {
        using var scope = NewDisposeScope();
        // Sample 3 has text alone.
        var drawn = Simple with { Leading = [4], Present = [[true, true, true], [true, true, true], [true, true, false], [true, false, false]], Gan = Simple.Gan with { Normalization = Normalization.None, NoiseStd = 0 } };
        using var module = Build(drawn, training: true);
        var values = drawn.Values();
        var whole = module.call(drawn.Input(values));
        var without = module.call(new FusionInput([.. values.Select(value => value!.narrow(0, 0, 3))], null, drawn.PresentMatrix()!.narrow(0, 0, 3)));
        TensorAssert.SameLoss(without, whole);
        TensorAssert.Close(without.Fused, whole.Fused.narrow(0, 0, 3), 1e-6, "fused");

        var other = module.call(drawn.Input([values[0]! + 1, values[1], values[2]]));
        Assert.NotEqual(TensorAssert.Numbers(whole.Fused[3]), TensorAssert.Numbers(other.Fused[3]));
    }

    [Fact]
    public void NothingToPlayLeavesAnAttachedZeroLoss()
    {
        using var scope = NewDisposeScope();
        var alone = Simple with { Given = [true, false, false] };
        using var module = Build(alone, training: true);
        var output = module.call(alone.Input());
        Assert.Equal(0, output.Loss!.item<float>());
        Assert.Empty(output.Terms);
        output.Loss.backward();

        using var alternating = (GANFusion)Build(alone with { Gan = alone.Gan with { Training = GANTraining.Alternating } }, training: true);
        var discriminators = alternating.discriminator_loss(alone.Input());
        Assert.Equal(0, discriminators.item<float>());
        discriminators.backward();
    }

    [Fact]
    public void LiveTensorsStayFlatOverTheDiscriminatorsSteps()
    {
        using var outer = NewDisposeScope();
        using var module = (GANFusion)Build(Simple with { Gan = Simple.Gan with { Training = GANTraining.Alternating, ModalityDropout = 0.2 } }, training: true);
        var input = Simple.Input();
        LiveTensors.StayFlat(200, () =>
        {
            module.zero_grad();
            using var loss = module.discriminator_loss(input);
            loss.backward();
        });
    }

    [Fact]
    public void NoiseIsAddedInTrainingAlone()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple with { Gan = Simple.Gan with { NoiseStd = 0.5, Normalization = Normalization.None } }, training: true);
        var input = Simple.Input();
        Assert.NotEqual(TensorAssert.Numbers(module.call(input).Terms["generator/text"]), TensorAssert.Numbers(module.call(input).Terms["generator/text"]));
        module.eval();
        var state = TensorAssert.Bits(module.Noise.get_state());
        TensorAssert.Same(module.call(input).Fused, module.call(input).Fused, "fused");
        Assert.Equal(state, TensorAssert.Bits(module.Noise.get_state()));
    }

    [Fact]
    public void TheSeedOptionDecidesTheNoiseAlone()
    {
        using var scope = NewDisposeScope();
        var noisy = Simple with { Gan = Simple.Gan with { NoiseStd = 0.5, Normalization = Normalization.None } };
        Tensor Run(long? seed, int global)
        {
            using var module = Build(noisy with { Gan = noisy.Gan with { Seed = seed }, Seed = 20 }, training: true);
            manual_seed(global);
            return module.call(noisy.Input()).Terms["discriminator/text"];
        }

        TensorAssert.Same(Run(7, 1), Run(7, 2), "same seed");
        Assert.NotEqual(TensorAssert.Numbers(Run(7, 1)), TensorAssert.Numbers(Run(8, 1)));
    }

    [Fact]
    public void PermutedModalitiesPermuteTheirBranches()
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with { Gan = Simple.Gan with { NoiseStd = 0 } };
        var turned = drawn with { Modalities = [drawn.Modalities[2], drawn.Modalities[0], drawn.Modalities[1]] };
        using var first = Build(drawn, training: true);
        using var second = Build(turned, training: true);
        var state = ModuleState.Copy(first);
        // F_c reads blocks of three in the order of the modalities, complements read the others in theirs.
        int[] blocks = [6, 7, 8, 0, 1, 2, 3, 4, 5];
        Reorder(state, "fuse.0.weight", blocks);
        Reorder(state, "branches.audio.complement.fuse_in.0.weight", [3, 4, 0, 1, 2]);
        Reorder(state, "branches.text.complement.fuse_in.0.weight", [4, 5, 0, 1, 2, 3]);
        foreach (var suffix in new[] { "weight", "bias" })
        {
            Reorder(state, $"branches.audio.complement.fuse_out.2.{suffix}", [3, 4, 0, 1, 2], 0);
            Reorder(state, $"branches.text.complement.fuse_out.2.{suffix}", [4, 5, 0, 1, 2, 3], 0);
        }

        second.load_state_dict(state);
        var values = drawn.Values();
        var expected = first.call(values);
        var actual = second.call(values[2], values[0], values[1]);
        TensorAssert.Close(expected.Fused, actual.Fused, 1e-5, "fused");
        Assert.Equal(expected.Terms.Keys.Order(), actual.Terms.Keys.Order());
        foreach (var (name, term) in expected.Terms)
            TensorAssert.Close(term, actual.Terms[name], 1e-5, name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryParameterMovesInOneStep(bool learned)
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with
        {
            Leading = [8],
            Present = learned ? [[false, true, true], [true, false, true], [true, true, false], .. Enumerable.Repeat<bool[]>([true, true, true], 5)] : null,
            Gan = Simple.Gan with { AbsentFill = learned ? AbsentFill.Learned : AbsentFill.Zeros, Normalization = Normalization.Layer },
        };
        using var module = Build(drawn, training: true);
        using var optimizer = optim.SGD(module.parameters(), 0.5);
        var before = ModuleState.Copy(module);
        Total(module.call(drawn.Input())).backward();
        optimizer.step();
        Assert.All(module.named_parameters(), pair =>
        {
            Assert.True(TensorAssert.Moves(pair.parameter.grad), $"{pair.name} has no gradient");
            Assert.NotEqual(TensorAssert.Numbers(before[pair.name]), TensorAssert.Numbers(pair.parameter));
        });
    }

    [Fact]
    public void WithoutReconstructionWeightLearnedComplementsStayAsDrawn()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple with { Gan = GANFusionOptions.Paper with { DiscriminatorHidden = 4 } }, training: true);
        Total(module.call(Simple.Input())).backward();
        Assert.All(module.named_parameters(), pair =>
            Assert.Equal(!pair.name.Contains(".complement.", StringComparison.Ordinal), TensorAssert.Moves(pair.parameter.grad)));
    }

    [Fact]
    public void AConstantDiscriminatorScoresTwoLogarithmsOfTwo()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple with { Dtype = ScalarType.Float64 }, training: true);
        using (no_grad())
            foreach (var (name, parameter) in module.named_parameters())
                if (name.Contains(".discriminator.6.", StringComparison.Ordinal))
                    parameter.zero_();
        var output = module.call((Simple with { Dtype = ScalarType.Float64 }).Input());
        foreach (var modality in Simple.Modalities)
        {
            TensorAssert.Close(2 * Math.Log(2), output.Terms[$"discriminator/{modality.Name}"].item<double>(), 1e-12, "discriminator");
            TensorAssert.Close(Math.Log(2), output.Terms[$"generator/{modality.Name}"].item<double>(), 1e-12, "generator");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void BatchesAreCountedInWholeNumbersWhateverTheDtype(ScalarType? dtype)
    {
        using var scope = NewDisposeScope();
        using var module = new GANFusion([("a", 3), ("b", 3)], 3, Simple.Gan, dtype: dtype);
        var counters = module.named_buffers().Where(pair => pair.name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToArray();
        Assert.Equal(8, counters.Length);
        Assert.All(counters, pair => Assert.Equal(ScalarType.Int64, pair.buffer.dtype));
        Assert.All(module.named_parameters(), pair => Assert.Equal(dtype ?? ScalarType.Float32, pair.parameter.dtype));
        Assert.All(module.named_buffers().Where(pair => pair.name.Contains("running", StringComparison.Ordinal)), pair => Assert.Equal(dtype ?? ScalarType.Float32, pair.buffer.dtype));
    }

    [Fact]
    public void DiscriminatorLossBelongsToAlternatingTraining()
    {
        using var scope = NewDisposeScope();
        using var module = (GANFusion)Build(Simple, training: true);
        var exception = Assert.Throws<InvalidOperationException>(() => module.discriminator_loss(Simple.Input()));
        Assert.Contains("Alternating", exception.Message, StringComparison.Ordinal);
    }

    protected override FusionModule Create(FusionCase drawn) => new GANFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Gan, dtype: drawn.Dtype);

    protected override long AbsentWidth(FusionCase drawn, int modality) => drawn.OutputFeatures;

    private static long Generator(long d, long t) => (2 * t * d) + (6 * t * t) + (13 * t);

    private static long Discriminator(long t, long h) => (t * h) + (h * h) + (7 * h) + 1;

    private static long Fuse(long m, long t) => (m * t * (m * t / 2)) + (m * t / 2) + (m * t / 2 * t) + t;

    private static long Complement(long k, long t) => (2 * k * (k / 2)) + (2 * (k / 2) * t) + (2 * (k / 2)) + t + k;

    private static void DisposePlayers(FusionModule module)
    {
        foreach (var (name, child) in module.named_modules().ToArray())
            if (name.EndsWith(".discriminator", StringComparison.Ordinal) || name.EndsWith(".complement", StringComparison.Ordinal))
                child.Dispose();
    }

    private static void Reorder(Dictionary<string, Tensor> state, string name, long[] order, long dimension = 1) =>
        state[name] = state[name].index_select(dimension, tensor(order));

    private static void Reorder(Dictionary<string, Tensor> state, string name, int[] order, long dimension = 1) =>
        Reorder(state, name, [.. order.Select(index => (long)index)], dimension);
}
