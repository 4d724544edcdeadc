using Fusion.Layers;
using Fusion.Reference.Baselines;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

public class MatchedConcatFusionTests
{
    [Theory]
    [InlineData(512, 50, 50)]
    [InlineData(512, 50, 256)]
    [InlineData(64, 128, 20)]
    public void Holds_as_many_parameters_as_the_fusion_it_is_matched_to(long text, long audio, long latent)
    {
        using var scope = NewDisposeScope();
        Modality[] modalities = [("text", text), ("audio", audio)];
        FusionModule[] fusions = [new AutoFusion(modalities, latent), new GANFusion(modalities, latent)];

        foreach (var fusion in fusions)
        {
            var wanted = Count(fusion);
            using var matched = new MatchedConcatFusion(modalities, latent, wanted);
            Assert.InRange(Count(matched), wanted * 0.98, wanted * 1.02);
        }
    }

    [Fact]
    public void Hidden_width_inverts_the_parameter_formula()
    {
        for (long hidden = 1; hidden < 300; hidden++)
            Assert.Equal(hidden, MatchedConcatFusion.HiddenFor(562, 50, (562 * hidden) + hidden + (hidden * 50) + 50));
    }

    [Fact]
    public void Has_no_loss_and_reads_every_modality()
    {
        using var scope = NewDisposeScope();
        using var fusion = new MatchedConcatFusion([("a", 3), ("b", 4)], 5, 200);
        var (a, b) = (randn(2, 3), randn(2, 4));

        using var output = fusion.call(a, b);

        Assert.Equal([2L, 5L], output.Fused.shape);
        Assert.Null(output.Loss);
        using var names = fusion.call(new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a });
        Assert.True(allclose(output.Fused, names.Fused));
        Assert.Equal(["fuse.0.bias", "fuse.0.weight", "fuse.2.bias", "fuse.2.weight"], fusion.named_parameters().Select(item => item.name).Order());
    }

    private static long Count(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());
}
