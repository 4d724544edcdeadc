using Fusion.Layers.Tests.Support;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Defects;

/// <summary>One test per defect of the published program that a fusion layer could have; each would have caught it. Written from one-line descriptions.</summary>
public sealed class PublishedCodeDefects
{
    public static TheoryData<string> Layers => ["AutoFusion", "GANFusion", "ConcatProbe"];

    /// <summary>A part was built without the input width it needs.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void EveryBranchIsBuiltAndRunsForAnyNumberOfModalities(int modalities)
    {
        using var scope = NewDisposeScope();
        Modality[] drawn = [.. Enumerable.Range(0, modalities).Select(m => new Modality($"m{m}", m + 2))];
        using var module = new GANFusion(drawn, 4, new GANFusionOptions { DiscriminatorHidden = 3 });
        var (fused, loss) = module.call([.. drawn.Select(modality => randn(3, modality.Features))]);
        Assert.Equal([3, 4], fused.shape);
        Assert.True(float.IsFinite(loss!.item<float>()));
    }

    /// <summary>The generator was built from a configuration in place of a size.</summary>
    [Fact]
    public void GeneratorsLeadFromTheirModalitysWidthToTheOutputs()
    {
        using var module = new GANFusion([("a", 7), ("b", 3)], 5, device: META);
        var state = module.state_dict();
        Assert.Equal([10, 7], state["branches.a.generator.0.weight"].shape);
        Assert.Equal([5, 10], state["branches.a.generator.6.weight"].shape);
        Assert.Equal([10, 3], state["branches.b.generator.0.weight"].shape);
        Assert.Equal([5, 10], state["branches.b.generator.6.weight"].shape);
    }

    /// <summary>The auto-fused complement was called with one argument too many, and the generator with one too few: both stages broke.</summary>
    [Fact]
    public void BothPlayersStagesRunWithAutoFusedComplements()
    {
        using var scope = NewDisposeScope();
        Modality[] modalities = [("a", 3), ("b", 2), ("c", 4)];
        Tensor[] values = [randn(4, 3), randn(4, 2), randn(4, 4)];
        using var module = new GANFusion(modalities, 3, new GANFusionOptions { Training = GANTraining.Alternating, DiscriminatorHidden = 3 });
        module.discriminator_loss(new FusionInput(values)).backward();
        Assert.All(module.discriminator_parameters(), parameter => Assert.NotNull(parameter.grad));
        var output = module.call(values);
        output.Loss!.backward();
        Assert.Equal(3, output.Terms.Keys.Count(key => key.StartsWith("complement/", StringComparison.Ordinal)));
        Assert.Equal(3, output.Terms.Keys.Count(key => key.StartsWith("generator/", StringComparison.Ordinal)));
    }

    /// <summary>Labels had the latent's shape where logits have one column.</summary>
    [Fact]
    public void LabelsMatchOneLogitPerRow()
    {
        using var scope = NewDisposeScope();
        using var module = new GANFusion([("a", 5), ("b", 5)], 5, new GANFusionOptions { Normalization = Normalization.None, NoiseStd = 0, DiscriminatorHidden = 4 }, dtype: ScalarType.Float64);
        var networks = Networks.Of(module);
        var (a, b) = (randn(7, 5, dtype: ScalarType.Float64), randn(7, 5, dtype: ScalarType.Float64));
        var output = module.call(a, b);
        var fake = networks.Mlp("branches.a.generator", a, Normalization.None, training: true, sigma: false);
        var (real, forged) = (networks.Mlp("branches.a.discriminator", b, Normalization.None, training: true, sigma: false), networks.Mlp("branches.a.discriminator", fake, Normalization.None, training: true, sigma: false));
        Assert.Equal([7, 1], real.shape);
        // Seven rows, seven probabilities, each side's mean of -log.
        var expected = -TensorAssert.Numbers(real).Average(logit => Math.Log(1 / (1 + Math.Exp(-logit)))) - TensorAssert.Numbers(forged).Average(logit => Math.Log(1 - (1 / (1 + Math.Exp(-logit)))));
        TensorAssert.Close(expected, output.Terms["discriminator/a"].item<double>(), 1e-12, "discriminator");
    }

    /// <summary>Misspelt and undefined names broke paths that nobody had run.</summary>
    [Fact]
    public void EveryCombinationOfModesRuns()
    {
        using var scope = NewDisposeScope();
        foreach (var objective in Enum.GetValues<Objective>())
            foreach (var normalization in Enum.GetValues<Normalization>())
                foreach (var training in Enum.GetValues<GANTraining>())
                    foreach (var fill in Enum.GetValues<AbsentFill>())
                        foreach (var norm in Enum.GetValues<InputNorm>())
                            Run(objective, normalization, training, fill, norm);
    }

    /// <summary>Results were read from attributes that do not exist.</summary>
    [Fact]
    public void TermsHaveTheirDocumentedNames()
    {
        using var scope = NewDisposeScope();
        using var fusion = new AutoFusion([("text", 3), ("audio", 2)], 2);
        Assert.Equal(["reconstruction", "reconstruction/audio", "reconstruction/text"], fusion.call(randn(4, 3), randn(4, 2)).Terms.Keys.Order());
        using var gan = new GANFusion([("text", 2), ("audio", 3)], 2, new GANFusionOptions { DiscriminatorHidden = 3 });
        Assert.Equal(
            [
                "accuracy.fake/audio", "accuracy.fake/text", "accuracy.real/audio", "accuracy.real/text",
                "complement/text", "discriminator/audio", "discriminator/text", "generator/audio", "generator/text",
            ],
            gan.call(randn(4, 2), randn(4, 3)).Terms.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The optimiser was created before the fusion module and missed it.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void AnOptimiserOverTheParentTrainsTheLayer(string layer)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var parent = new Classifier(Create(layer));
        using var optimizer = optim.SGD(parent.parameters(), 0.5);
        var before = ModuleState.Copy(parent);
        nn.functional.cross_entropy(parent.call(randn(6, 3), randn(6, 4), out var loss), tensor(new long[] { 0, 1, 0, 1, 0, 1 })).add(loss!).backward();
        optimizer.step();
        Assert.Contains(before.Keys, key => key.StartsWith("fusion.", StringComparison.Ordinal));
        Assert.All(parent.named_parameters(), pair => Assert.NotEqual(TensorAssert.Numbers(before[pair.name]), TensorAssert.Numbers(pair.parameter)));
    }

    /// <summary>An LSTM's state went in where its vector was meant.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void AStateOfAnotherShapeIsRefusedByName(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        // (directions, batch, hidden) against (batch, hidden).
        var exception = Assert.Throws<ArgumentException>(() => module.call(randn(6, 3), randn(2, 6, 4)));
        Assert.Contains("modality 'audio': expected shape (6, 4) like modality 'text', found (2, 6, 4)", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>One concatenated tensor went in where single codes were expected.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void AConcatenatedTensorIsRefused(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        var exception = Assert.Throws<ArgumentException>(() => module.call(cat([randn(6, 3), randn(6, 4)], 1)));
        Assert.Contains("expected 2 tensors (text, audio), found 1", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The classifier's width did not follow from the fusion.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void TheOutputIsAsWideAsTheLayerSays(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        Assert.Equal(module.OutputFeatures, module.call(randn(6, 3), randn(6, 4)).Fused.size(-1));
    }

    /// <summary>One training loop touched parts that only one kind of fusion has.</summary>
    [Fact]
    public void OneLoopTrainsEveryKindOfFusion()
    {
        using var scope = NewDisposeScope();
        foreach (var layer in Layers.Select(row => row.Data))
        {
            manual_seed(4);
            using var parent = new Classifier(Create(layer));
            using var optimizer = optim.Adam(parent.parameters(), 0.02);
            using var total = nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
            var (text, audio) = (randn(32, 3), randn(32, 4));
            var labels = (text.select(1, 0) + audio.select(1, 1) > 0).to_type(ScalarType.Int64);
            var first = 0f;
            var last = 0f;
            for (var step = 0; step < 80; step++)
            {
                parent.zero_grad();
                var task = nn.functional.cross_entropy(parent.call(text, audio, out var loss), labels);
                total.call(task, loss).backward();
                optimizer.step();
                last = task.item<float>();
                first = step == 0 ? last : first;
            }

            Assert.True(last < 0.6 * first, $"{layer}: task loss {first} to {last}");
        }
    }

    /// <summary>Nothing was detached: the discriminator's loss moved encoders and generators, the generator's loss the discriminator.</summary>
    [Fact]
    public void EachPlayersLossMovesThatPlayerAlone()
    {
        using var scope = NewDisposeScope();
        using var module = new GANFusion([("a", 3), ("b", 3)], 3, new GANFusionOptions { Training = GANTraining.Alternating, DiscriminatorHidden = 4 });
        var (a, b) = (randn(6, 3).requires_grad_(true), randn(6, 3).requires_grad_(true));
        module.discriminator_loss(new FusionInput([a, b])).backward();
        Assert.Null(a.grad);
        Assert.Null(b.grad);
        Assert.All(module.fusion_parameters(), parameter => Assert.Null(parameter.grad));
        module.zero_grad();
        module.call(a, b).Loss!.backward();
        Assert.All(module.discriminator_parameters(), parameter => Assert.False(TensorAssert.Moves(parameter.grad)));
    }

    /// <summary>Noise was added at inference too, and made on the CPU in float32 whatever the layer was.</summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void NoiseIsOfTheLayersDtypeAndForTrainingAlone(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var module = new GANFusion([("a", 3), ("b", 3)], 3, new GANFusionOptions { NoiseStd = 1, Normalization = Normalization.None }, dtype: dtype);
        var (a, b) = (randn(6, 3, dtype: dtype), randn(6, 3, dtype: dtype));
        Assert.Equal(dtype, module.call(a, b).Fused.dtype);
        // One bfloat16 number may repeat by chance, twenty do not.
        var (first, second) = (Enumerable.Range(0, 20).Select(_ => module.call(a, b).Loss!.to_type(ScalarType.Float64).item<double>()).ToArray(), module.call(a, b).Loss!.to_type(ScalarType.Float64).item<double>());
        Assert.Contains(first, loss => loss != second);
        module.eval();
        TensorAssert.Same(module.call(a, b).Fused, module.call(a, b).Fused, "fused");
    }

    private static FusionModule Create(string layer)
    {
        Modality[] modalities = [("text", 3), ("audio", 4)];
        return layer switch
        {
            "AutoFusion" => new AutoFusion(modalities, 5),
            "GANFusion" => new GANFusion(modalities, 5, new GANFusionOptions { DiscriminatorHidden = 6, Normalization = Normalization.Layer }),
            _ => new ConcatProbe(modalities, 5),
        };
    }

    private static void Run(Objective objective, Normalization normalization, GANTraining training, AbsentFill fill, InputNorm norm)
    {
        if (objective == Objective.Wasserstein && normalization == Normalization.Batch)
            return;

        using var scope = NewDisposeScope();
        var options = new GANFusionOptions { Objective = objective, Normalization = normalization, Training = training, AbsentFill = fill, InputNorm = norm, SpectralNorm = objective == Objective.Wasserstein, DiscriminatorHidden = 3, LossInEval = true };
        using var module = new GANFusion([("a", 3), ("b", 2)], 2, options);
        var input = new FusionInput([randn(5, 3), randn(5, 2)], null, tensor(new[] { true, true, true, true, true, false, false, true, true, true }).reshape(5, 2));
        foreach (var mode in new[] { true, false })
        {
            module.train(mode);
            var output = module.call(input);
            (output.Loss! + output.Fused.sum()).backward();
            TensorAssert.Finite(output.Loss!, $"{options}");
        }
    }

    private sealed class Classifier : nn.Module<Tensor, Tensor>
    {
        private readonly FusionModule fusion;
        private readonly Linear head;

        public Classifier(FusionModule fusion)
            : base(nameof(Classifier))
        {
            this.fusion = fusion;
            head = nn.Linear(fusion.OutputFeatures, 2);
            RegisterComponents();
        }

        public Tensor call(Tensor text, Tensor audio, out Tensor? loss)
        {
            (var fused, loss) = fusion.call(text, audio);
            return head.call(fused);
        }

        public override Tensor forward(Tensor input) => head.call(input);
    }
}
