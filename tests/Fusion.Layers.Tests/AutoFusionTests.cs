using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>The contract as AutoFusion keeps it, and equation 1.</summary>
public sealed class AutoFusionTests : FusionModuleContract
{
    public static TheoryData<string> OptionNames => [.. NamedOptions.Keys];

    private static Dictionary<string, AutoFusionOptions> NamedOptions { get; } = new()
    {
        ["default"] = AutoFusionOptions.Default,
        ["paper"] = AutoFusionOptions.Paper,
        ["detached target"] = new() { DetachTarget = true },
        ["weights"] = new() { ModalityWeights = [0.5, 2, 0] },
        ["weights of sums"] = new() { ModalityWeights = [0.5, 2, 0], Reduction = Reduction.SumPerSample },
        ["no final activation"] = new() { FinalActivation = false },
        ["hidden"] = new() { HiddenFeatures = 3 },
        ["learned"] = new() { AbsentFill = AbsentFill.Learned },
        ["normalised inputs"] = new() { InputNorm = InputNorm.Layer },
    };

    [Property(MaxTest = 60, Arbitrary = [typeof(FusionCases)])]
    public void ValuesLossTermsAndGradientsAreThoseOfTheEquation(FusionCase drawn)
    {
        var options = drawn.Auto with { InputNorm = InputNorm.None };
        drawn = drawn with { Dtype = ScalarType.Float64, Auto = options };
        if (drawn.ValidPositions.Length == 0)
            return;

        using var scope = NewDisposeScope();
        using var module = Build(drawn, training: true);
        FillLearnedVectors(module);
        var networks = Networks.Of(module);
        var values = Leaves(drawn);
        var output = module.call(drawn.Input(values));
        (output.Loss! + output.Fused.sum()).backward();

        var (blocks, present) = RowsByHand(drawn);
        var fillings = drawn.Modalities.Select(modality => options.AbsentFill == AbsentFill.Learned ? networks.State[$"absent.{modality.Name}"] : zeros(modality.Features, dtype: ScalarType.Float64)).ToArray();
        var (fused, loss, terms) = AutoFusionOracle.Run(networks, "", blocks, present, fillings, options, [.. drawn.Modalities.Select(modality => modality.Name)]);
        (loss + fused.sum()).backward();

        var rows = tensor(drawn.ValidPositions.Select(position => (long)position).ToArray());
        TensorAssert.Close(fused, output.Fused.reshape(drawn.Positions, drawn.OutputFeatures).index_select(0, rows), 1e-12, "fused");
        TensorAssert.Close(loss, output.Loss!, 1e-12, "loss");
        Assert.Equal(terms.Keys.Order(), output.Terms.Keys.Order());
        Assert.All(terms, term => TensorAssert.Close(term.Value, output.Terms[term.Key].item<double>(), 1e-12, term.Key));
        foreach (var (name, parameter) in module.named_parameters())
            TensorAssert.Close(networks.State[name].grad ?? zeros_like(parameter), parameter.grad ?? zeros_like(parameter), 1e-10, $"gradient of {name}");
        for (var m = 0; m < values.Length; m++)
        {
            if (values[m]?.grad is { } gradient)
                TensorAssert.Close(blocks[m].grad!, gradient.reshape(drawn.Positions, drawn.Modalities[m].Features).index_select(0, rows), 1e-10, $"gradient of input {m}");
        }
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void GradientsMatchFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with { Dtype = ScalarType.Float64, Auto = NamedOptions[name], Present = [[true, true, true], [true, false, true], [true, true, true], [true, true, false]] };
        using var module = Build(drawn, training: true);
        FillLearnedVectors(module);
        var values = Leaves(drawn);
        Tensor Scalar() => Total(module.call(drawn.Input(values)));
        GradientCheck.Matches(Scalar, module);
        if (!NamedOptions[name].DetachTarget)
            GradientCheck.Matches(Scalar, values.Select((value, m) => ($"input {m}", value!)));
    }

    [Fact]
    public void ADetachedTargetGivesInputsTheEncodersGradientOnly()
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with { Dtype = ScalarType.Float64, Auto = new AutoFusionOptions { DetachTarget = true } };
        using var module = Build(drawn, training: true);
        var values = Leaves(drawn);
        module.call(values).Loss!.backward();
        // The encoder's first layer put to zero leaves inputs no other way.
        Assert.All(values, value => Assert.True(TensorAssert.Moves(value!.grad)));
        using (no_grad())
            Parameter(module, "fuse_in.0.weight").zero_();
        var unreached = Leaves(drawn);
        module.call(unreached).Loss!.backward();
        Assert.All(unreached, value => TensorAssert.Zero(value!.grad!, "gradient"));
    }

    [Property(MaxTest = 40, Arbitrary = [typeof(FusionCases)])]
    public void ReconstructionIsTheWidthWeightedMeanOfItsParts(FusionCase drawn)
    {
        var everywhere = drawn with { Given = [.. drawn.Given.Select(_ => true)], Present = null, Dtype = ScalarType.Float64 };
        if (everywhere.ValidPositions.Length == 0)
            return;

        using var scope = NewDisposeScope();
        using var mean = Build(everywhere with { Auto = everywhere.Auto with { Reduction = Reduction.Mean, ModalityWeights = null } }, training: true);
        using var sum = Build(everywhere with { Auto = everywhere.Auto with { Reduction = Reduction.SumPerSample, ModalityWeights = null } }, training: true);
        var (means, sums) = (mean.call(everywhere.Input()), sum.call(everywhere.Input()));
        var width = everywhere.Modalities.Sum(modality => modality.Features);
        var parts = everywhere.Modalities.Sum(modality => (double)modality.Features / width * means.Terms[$"reconstruction/{modality.Name}"].item<double>());
        TensorAssert.Close(means.Loss!.item<double>(), parts, 1e-12, "mean of parts");
        TensorAssert.Close(width * means.Loss!.item<double>(), sums.Loss!.item<double>(), 1e-12, "squared norm");
        Assert.True(means.Loss!.item<double>() >= 0);
    }

    [Fact]
    public void TheLossIsZeroWhereTheDecoderReturnsItsInput()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: true);
        using (no_grad())
        {
            Parameter(module, "fuse_out.2.weight").zero_();
            Parameter(module, "fuse_out.2.bias").fill_(0.25);
        }

        Tensor[] constant = [.. Simple.Modalities.Select(modality => full([4, 2, modality.Features], 0.25f))];
        Assert.Equal(0, module.call(constant).Loss!.item<float>());
        constant[1] += 1e-2;
        Assert.True(module.call(constant).Loss!.item<float>() > 0);
    }

    [Fact]
    public void EvaluationRunsNoDecoder()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: false);
        var expected = module.call(Simple.Values()).Fused;
        module.named_children().Single(child => child.name == "fuse_out").module.Dispose();
        TensorAssert.Same(expected, module.call(Simple.Values()).Fused, "fused");

        using var asked = Build(Simple.Sharing(options => options with { LossInEval = true }), training: false);
        asked.named_children().Single(child => child.name == "fuse_out").module.Dispose();
        Assert.ThrowsAny<Exception>(() => asked.call(Simple.Values()));
    }

    [Fact]
    public void EncodeAndDecodeAreTheTwoHalvesOfTheEquation()
    {
        using var scope = NewDisposeScope();
        using var module = new AutoFusion(Simple.Modalities, Simple.OutputFeatures);
        module.eval();
        var values = Simple.Values();
        var concatenated = cat([.. values.Select(value => value!)], -1);
        var fused = module.encode(concatenated);
        TensorAssert.Same(module.call(values).Fused.reshape(-1), fused.reshape(-1), "fused");
        Assert.Equal([4, 2, 9], module.decode(fused).shape);

        Assert.Contains("expected shape (*, 9), found (4, 2, 3)", Assert.Throws<ArgumentException>(() => module.encode(fused)).Message, StringComparison.Ordinal);
        Assert.Contains("expected shape (*, 3), found (4, 2, 9)", Assert.Throws<ArgumentException>(() => module.decode(concatenated)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.encode(tensor(1f)));
    }

    [Fact]
    public void EncodeAndDecodeCheckBeforeAnyNativeCall()
    {
        using var scope = NewDisposeScope();
        using var module = new AutoFusion(Simple.Modalities, Simple.OutputFeatures);
        void Refuses(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
        var disposed = zeros(2, 9);
        disposed.Dispose();
        Refuses("concatenated: expected dtype Float32, found Float64.", () => module.encode(zeros(2, 9, dtype: ScalarType.Float64)));
        Refuses("fused: expected dtype Float32, found BFloat16.", () => module.decode(zeros(2, 3, dtype: ScalarType.BFloat16)));
        Refuses("concatenated: expected device cpu, found meta.", () => module.encode(zeros(2, 9, device: META)));
        Refuses("fused: expected device cpu, found meta.", () => module.decode(zeros(2, 3, device: META)));
        Refuses("concatenated: expected a live tensor, found one that is disposed.", () => module.encode(disposed));
        Assert.Throws<ArgumentNullException>(() => module.decode(null!));
    }

    /// <summary>As in any module of TorchSharp: who watches a layer by a hook would otherwise see nothing, without a word.</summary>
    [Fact]
    public void HooksOfTheLinearLayersSeeTheirSums()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: true);
        var networks = Networks.Of(module);
        var seen = new Dictionary<string, double[]>();
        foreach (var (name, part) in module.named_modules())
        {
            (part as TorchSharp.Modules.Linear)?.register_forward_hook((_, _, sums) =>
            {
                seen[name] = TensorAssert.Numbers(sums);
                return sums;
            });
        }

        var values = Simple.Values();
        module.call(values);
        var first = networks.Linear("fuse_in.0", cat([.. values.Select(value => value!.flatten(0, -2))], -1));
        var fused = networks.Linear("fuse_in.2", first.tanh());
        var back = networks.Linear("fuse_out.0", fused.relu());
        var expected = new Dictionary<string, Tensor> { ["fuse_in.0"] = first, ["fuse_in.2"] = fused, ["fuse_out.0"] = back, ["fuse_out.2"] = networks.Linear("fuse_out.2", back.relu()) };
        Assert.Equal(expected.Keys.Order(), seen.Keys.Order());
        Assert.All(expected, sums => TensorAssert.Close(TensorAssert.Numbers(sums.Value), seen[sums.Key], 1e-6, sums.Key));
    }

    [Property(MaxTest = 30, Arbitrary = [typeof(FusionCases)])]
    public void TheParameterCountIsTheClosedFormula(FusionCase drawn)
    {
        using var module = Build(drawn.Sharing(options => options with { AbsentFill = AbsentFill.Zeros }), training: true);
        var k = drawn.Modalities.Sum(modality => modality.Features);
        var (h, t) = (drawn.Auto.HiddenFeatures ?? k / 2, drawn.OutputFeatures);
        Assert.Equal((2 * k * h) + (2 * h * t) + (2 * h) + t + k, module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void ThePapersLayerHasThePapersParameters()
    {
        using var module = new AutoFusion([("text", 512), ("audio", 300)], 256, device: META);
        Assert.Equal(869_096, module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void WeightsAreDrawnAsByTheSameLinearLayers()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var module = new AutoFusion([("a", 4), ("b", 3)], 2, new AutoFusionOptions { AbsentFill = AbsentFill.Learned });
        var after = TensorAssert.Bits(random.get_rng_state());
        manual_seed(5);
        nn.Module[] linears = [nn.Linear(7, 3), nn.Linear(3, 2), nn.Linear(2, 3), nn.Linear(3, 7)];
        Assert.Equal(after, TensorAssert.Bits(random.get_rng_state()));
        string[] names = ["fuse_in.0", "fuse_in.2", "fuse_out.0", "fuse_out.2"];
        for (var i = 0; i < names.Length; i++)
            foreach (var (name, parameter) in linears[i].named_parameters())
                Assert.Equal(TensorAssert.Bits(parameter), TensorAssert.Bits(Parameter(module, $"{names[i]}.{name}")));
        foreach (var linear in linears)
            linear.Dispose();
    }

    [Fact]
    public void LikeReadsWidthsFromExamples()
    {
        using var scope = NewDisposeScope();
        using var module = AutoFusion.Like([zeros(2, 5), zeros(3)], 4);
        Assert.Equal([("m0", 5L), ("m1", 3L)], module.Modalities.Select(modality => (modality.Name, modality.Features)));
        Assert.Equal(4, module.OutputFeatures);
        Assert.Throws<ArgumentException>(() => AutoFusion.Like([zeros(2, 5), tensor(1f)], 4));
        Assert.Throws<ArgumentException>(() => AutoFusion.Like([zeros(2, 5)], 4));
    }

    [Theory]
    [InlineData(AbsentFill.Zeros, "AutoFusion")]
    [InlineData(AbsentFill.Learned, "AutoFusion.learned")]
    public void TheStateDictIsFrozen(AbsentFill fill, string snapshot)
    {
        using var module = new AutoFusion([("text", 512), ("audio", 50)], 100, new AutoFusionOptions { AbsentFill = fill }, device: META);
        Snapshot.Matches(snapshot, Snapshot.StateDict(module));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryParameterMovesInOneStep(bool learned)
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with
        {
            Present = learned ? [[false, true, true], [true, false, true], [true, true, false], [true, true, true]] : null,
            Auto = new AutoFusionOptions { AbsentFill = learned ? AbsentFill.Learned : AbsentFill.Zeros },
        };
        using var module = Build(drawn, training: true);
        using var optimizer = optim.SGD(module.parameters(), 0.1);
        var before = ModuleState.Copy(module);
        Total(module.call(drawn.Input())).backward();
        optimizer.step();
        Assert.All(module.named_parameters(), pair =>
        {
            Assert.True(TensorAssert.Moves(pair.parameter.grad), $"{pair.name} has no gradient");
            Assert.NotEqual(TensorAssert.Numbers(before[pair.name]), TensorAssert.Numbers(pair.parameter));
        });
    }

    [Theory]
    [InlineData(0, 2, "HiddenFeatures: expected a positive number or null, found 0")]
    [InlineData(3, 0, "outputFeatures: expected a positive number, found 0")]
    [InlineData(3, -4, "outputFeatures: expected a positive number, found -4")]
    public void SizesMustBePositive(long hidden, long output, string message)
    {
        var exception = Assert.Throws<ArgumentException>(() => new AutoFusion([("a", 2), ("b", 3)], output, new AutoFusionOptions { HiddenFeatures = hidden }));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    protected override FusionModule Create(FusionCase drawn) => new AutoFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Auto, dtype: drawn.Dtype);

    /// <summary>Valid rows as leaves, and which of them have which modality; an absent tensor becomes rows of 7 that nothing may read.</summary>
    private static (Tensor[] Blocks, bool[][] Present) RowsByHand(FusionCase drawn)
    {
        var positions = drawn.ValidPositions;
        var input = drawn.ValidRows(drawn.Values());
        Tensor[] blocks = [.. input.Values.Select((value, m) => (value ?? full([positions.Length, drawn.Modalities[m].Features], 7.0, dtype: ScalarType.Float64)).detach().requires_grad_(true))];
        return (blocks, [.. positions.Select(position => drawn.Modalities.Select((_, m) => drawn.IsPresent(drawn.SampleOf(position), m)).ToArray())]);
    }

    private static Tensor Parameter(nn.Module module, string name) => module.named_parameters().Single(pair => pair.name == name).parameter;

    /// <summary>Zero vectors would hide a wrong filling.</summary>
    private static void FillLearnedVectors(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
            if (name.StartsWith("absent.", StringComparison.Ordinal))
                parameter.uniform_(-1, 1);
    }
}
