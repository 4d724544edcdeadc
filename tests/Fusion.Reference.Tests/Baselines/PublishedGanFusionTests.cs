using Fusion.Layers;
using Fusion.Reference.Baselines;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

public class PublishedGanFusionTests
{
    private static readonly GANFusionOptions Options = new() { DiscriminatorHidden = 8, NoiseStd = 0, Seed = 1 };

    public static TheoryData<long[], bool> Layouts => new()
    {
        { [10, 6], false }, { [10, 6], true }, { [10, 7, 4], false },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Starts_as_the_packages_module_with_the_same_seed(long[] widths, bool always)
    {
        using var scope = NewDisposeScope();
        Modality[] modalities = [.. widths.Select((width, index) => new Modality($"m{index}", width))];
        var options = Options with { AlwaysAutoFuse = always };
        manual_seed(4);
        using var ours = new PublishedGanFusion(modalities, 6, options);
        manual_seed(4);
        using var package = new GANFusion(modalities, 6, options);
        Tensor[] values = [.. widths.Select(width => randn(5, width))];
        ours.eval();
        package.eval();

        Assert.Equal(package.state_dict().Keys, ours.state_dict().Keys);
        foreach (var (name, value) in package.state_dict())
            Assert.True(allclose(value.to(ScalarType.Float32), ours.state_dict()[name].to(ScalarType.Float32), rtol: 0, atol: 0), name);
        var (fused, loss) = ours.call(values);
        Assert.True(allclose(package.call(values).Fused, fused));
        Assert.Null(loss);
    }

    [Fact]
    public void A_stage_gives_its_own_terms_and_no_other()
    {
        using var scope = NewDisposeScope();
        using var fusion = new PublishedGanFusion([("text", 10), ("audio", 6)], 6, Options);
        Tensor[] values = [randn(5, 10), randn(5, 6)];

        Assert.Equal(["complement/audio", "real/audio", "real/text"], Terms(GanStage.DiscriminatorReal));
        Assert.Equal(["fake/audio", "fake/text"], Terms(GanStage.DiscriminatorFake));
        Assert.Equal(["generator/audio", "generator/text"], Terms(GanStage.Generator));

        IEnumerable<string> Terms(GanStage stage)
        {
            fusion.Stage = stage;
            var output = fusion.call(values);
            Assert.Equal(output.Terms.Values.Sum(term => term.item<float>()), output.Loss!.item<float>(), 1e-5);
            return output.Terms.Keys.Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_detached()
    {
        using var scope = NewDisposeScope();
        using var fusion = new PublishedGanFusion([("text", 10), ("audio", 6)], 6, Options);
        Tensor[] values = [randn(5, 10).requires_grad_(), randn(5, 6).requires_grad_()];

        // The generators are pushed to help the discriminators, which the game of equation 2 forbids.
        fusion.Stage = GanStage.DiscriminatorFake;
        fusion.call(values).Loss!.backward();
        Assert.All(fusion.GeneratorParameters, parameter => Assert.NotNull(parameter.grad));
        Assert.All(values, value => Assert.True(value.grad!.abs().sum().item<float>() > 0));
        fusion.zero_grad();

        // And the discriminators to be deceived.
        fusion.Stage = GanStage.Generator;
        fusion.call(values).Loss!.backward();
        Assert.All(fusion.DiscriminatorParameters, parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void One_row_in_training_is_refused()
    {
        using var scope = NewDisposeScope();
        using var fusion = new PublishedGanFusion([("text", 10), ("audio", 6)], 6, Options);

        var error = Assert.Throws<ArgumentException>(() => fusion.call(randn(1, 10), randn(1, 6)));
        Assert.Contains("at least 2 rows in training with batch normalisation, found 1", error.Message, StringComparison.Ordinal);
        fusion.eval();
        Assert.Equal([1, 6], fusion.call(randn(1, 10), randn(1, 6)).Fused.shape);
    }
}
