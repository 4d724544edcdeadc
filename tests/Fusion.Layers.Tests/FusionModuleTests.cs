using Fusion.Layers.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>The contract as an outside author's module keeps it without doing anything for it, and what belongs to the base class alone.</summary>
public sealed class FusionModuleTests : FusionModuleContract
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void DropoutNeverTakesAllThatASampleHas(double rate)
    {
        using var scope = NewDisposeScope();
        using var module = new ConcatProbe([("a", 1), ("b", 1), ("c", 1)], 3, new ConcatProbe.ProbeOptions { ModalityDropout = rate });
        SetToIdentity(module);
        const int samples = 2000;
        // Sample 0 has b alone, which may never go; sample 1 lacks b.
        var present = ones(samples, 3, dtype: ScalarType.Bool);
        present[0, 0] = tensor(false);
        present[0, 2] = tensor(false);
        present[1, 1] = tensor(false);
        var one = ones(samples, 1);
        var kept = module.call(new FusionInput([one, one, one], null, present)).Fused.ne(0);

        Assert.True(kept.any(1).all().item<bool>());
        Assert.Equal([false, true, false], kept[0].data<bool>().ToArray());
        Assert.False(kept[1, 1].item<bool>());
        // Who is saved where all three would go is drawn evenly, so each modality goes with p - p^3 / 3.
        var dropped = rate - (Math.Pow(rate, 3) / 3);
        for (var m = 0; m < 3; m++)
            TensorAssert.Close(1 - dropped, kept.select(1, m).to_type(ScalarType.Float64).mean().item<double>(), 0.035, $"rate of modality {m}");
    }

    [Fact]
    public void DropoutSparesPaddedSamplesThatHaveNothing()
    {
        using var scope = NewDisposeScope();
        using var module = new ConcatProbe([("a", 1), ("b", 1)], 2, new ConcatProbe.ProbeOptions { ModalityDropout = 0.9 });
        var present = tensor(new[] { true, true, false, false }).reshape(2, 2);
        var output = module.call(new FusionInput([ones(2, 1), ones(2, 1)], tensor(new[] { false, true }), present));
        TensorAssert.Zero(output.Fused[1], "padded sample");
    }

    /// <summary>Names that are members of the classes which hold them, or differ in case alone.</summary>
    [Theory]
    [InlineData("Items", "Vector")]
    [InlineData("name", "handle")]
    [InlineData("training", "BoxedModule")]
    [InlineData("boxedModule", "_internal_params")]
    [InlineData("generator", "discriminator")]
    [InlineData("absent", "fuse")]
    [InlineData("text", "Text")]
    [InlineData("日本 語", "a/b")]
    public void AnyNameWithoutADotWorks(string first, string second)
    {
        using var scope = NewDisposeScope();
        Modality[] modalities = [(first, 3), (second, 4)];
        foreach (var fill in Enum.GetValues<AbsentFill>())
        {
            foreach (var module in new FusionModule[]
            {
                new AutoFusion(modalities, 2, new AutoFusionOptions { AbsentFill = fill }),
                new GANFusion(modalities, 2, new GANFusionOptions { AbsentFill = fill, DiscriminatorHidden = 3 }),
            })
            {
                module.to(ScalarType.Float64);
                Total(module.call(randn(4, 3, dtype: ScalarType.Float64), randn(4, 4, dtype: ScalarType.Float64))).backward();
                Assert.Equal(module.state_dict().Count, module.state_dict().Keys.Distinct().Count());
                Assert.All(module.state_dict().Where(pair => pair.Value.is_floating_point()), pair => Assert.Equal(ScalarType.Float64, pair.Value.dtype));
                module.Dispose();
            }
        }
    }

    [Fact]
    public void ReturningTheSeedsStateReplaysTheNoiseFromItsStart()
    {
        using var scope = NewDisposeScope();
        using var first = new ConcatProbe([("a", 2), ("b", 2)], 2, new ConcatProbe.ProbeOptions { Seed = 4 });
        using var second = new ConcatProbe([("a", 2), ("b", 2)], 2, new ConcatProbe.ProbeOptions { Seed = 4 });
        using var other = new ConcatProbe([("a", 2), ("b", 2)], 2, new ConcatProbe.ProbeOptions { Seed = 5 });
        Assert.Equal(TensorAssert.Bits(first.Noise.get_state()), TensorAssert.Bits(second.Noise.get_state()));
        Assert.NotEqual(TensorAssert.Bits(first.Noise.get_state()), TensorAssert.Bits(other.Noise.get_state()));
    }

    /// <summary>TorchSharp skips a move to where it believes a module to be. Nothing can be copied out of meta: a move that is made fails there.</summary>
    [Fact]
    public void EveryPartMovesFromWhereItWasBuiltOrBrought()
    {
        using var scope = NewDisposeScope();
        var options = new GANFusionOptions { AbsentFill = AbsentFill.Learned, DiscriminatorHidden = 3, Normalization = Normalization.None };
        using var built = new GANFusion([("a", 3), ("b", 4)], 2, options, device: META);
        using var brought = new GANFusion([("a", 3), ("b", 4)], 2, options);
        using var alone = new AutoFusion([("a", 3), ("b", 4)], 2, device: META);
        brought.to(META);
        foreach (var (name, part) in new FusionModule[] { built, brought, alone }.SelectMany(module => module.named_modules().Append((module.GetName(), module))).Where(pair => pair.Item2.parameters().Any()))
            Assert.True(Record.Exception(() => part.to(CPU)) is not null, $"{name} stays where it was");
    }

    [Fact]
    public void LearnedVectorsKeepValueGradientAndFreezeWhenTheyMove()
    {
        using var scope = NewDisposeScope();
        using var module = new AutoFusion([("name", 2), ("b", 2)], 2, new AutoFusionOptions { AbsentFill = AbsentFill.Learned });
        var vectors = module.named_parameters().Where(pair => pair.name.StartsWith("absent", StringComparison.Ordinal)).Select(pair => pair.parameter).ToArray();
        using (no_grad())
            vectors[0].fill_(0.5);
        vectors[1].requires_grad_(false);
        module.call(null, randn(3, 2)).Loss!.backward();
        var gradient = vectors[0].grad!.clone();

        module.to(ScalarType.Float64);
        var moved = module.named_parameters().Where(pair => pair.name.StartsWith("absent", StringComparison.Ordinal)).Select(pair => pair.parameter).ToArray();
        TensorAssert.Same(full(2, 0.5, dtype: ScalarType.Float64), moved[0], "value");
        TensorAssert.Same(gradient.to_type(ScalarType.Float64), moved[0].grad, "gradient");
        Assert.Equal([true, false], moved.Select(parameter => parameter.requires_grad));
        Assert.True(moved[0].is_leaf);
        Assert.True(vectors[0].IsInvalid);
    }

    [Fact]
    public void AModuleOfTheSeamMovesItsKeysLikeTheOthers()
    {
        using var module = new ConcatProbe([("a", 2), ("b", 2)], 2, new ConcatProbe.ProbeOptions { AbsentFill = AbsentFill.Learned });
        Assert.Equal(["absent.a", "absent.b", "project.weight", "project.bias"], module.state_dict().Keys);
    }

    protected override FusionModule Create(FusionCase drawn) =>
        new ConcatProbe(
            drawn.Modalities,
            drawn.OutputFeatures,
            new ConcatProbe.ProbeOptions
            {
                LossInEval = drawn.Auto.LossInEval,
                ModalityDropout = drawn.Auto.ModalityDropout,
                AbsentFill = drawn.Auto.AbsentFill,
                InputNorm = drawn.Auto.InputNorm,
                Seed = drawn.Auto.Seed,
            },
            dtype: drawn.Dtype);

    private static void SetToIdentity(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (name == "project.weight")
                parameter.copy_(eye(3));
            else
                parameter.zero_();
        }
    }
}
