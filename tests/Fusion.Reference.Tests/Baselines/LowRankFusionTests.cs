using FsCheck.Xunit;
using Fusion.Layers;
using Fusion.Layers.Tests.Golden;
using Fusion.Layers.Tests.Support;
using Fusion.Reference.Baselines;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

/// <summary>The contract of every fusion module, and the equation: tensor fusion with a weight of low rank.</summary>
public sealed class LowRankFusionTests : BaselineFusionContract
{
    private static readonly GoldenFixture<GoldenCall<RankOption>> Fixture = GoldenFixture<GoldenCall<RankOption>>.Read(BaselineGoldens.Of("LowRankFusion"));

    public static TheoryData<string> Cases => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matches_PyTorch_also_with_NaN_in_unused_slots(string name) =>
        CheckGolden(Fixture, name, (golden, dtype) => new LowRankFusion(golden.ModalityList, golden.OutputFeatures, golden.Options.Rank, dtype: dtype));

    [Property(MaxTest = 60, Arbitrary = [typeof(FusionCases)])]
    public void Is_tensor_fusion_with_the_weight_its_factors_make(FusionCase drawn)
    {
        using var scope = NewDisposeScope();
        drawn = drawn with { Dtype = ScalarType.Float64 };
        using var low = Build(drawn, training: false);
        using var full = new TensorFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Auto, dtype: ScalarType.Float64);
        full.eval();
        using (no_grad())
        {
            // Drawn zero at first; both modules must agree with any.
            low.get_parameter("fusion_bias")!.copy_(randn(drawn.OutputFeatures, dtype: ScalarType.Float64));
            full.get_parameter("project.bias")!.copy_(low.get_parameter("fusion_bias")!);
            full.get_parameter("project.weight")!.copy_(Assembled(low, drawn));
        }

        TensorAssert.Close(full.call(drawn.Input()).Fused, low.call(drawn.Input()).Fused, 1e-10, "fused");
    }

    [Theory]
    [InlineData(1, new[] { 5L, 4 })]
    [InlineData(3, new[] { 1L, 2, 3 })]
    [InlineData(8, new[] { 2L, 1, 3, 2 })]
    public void Every_factor_is_registered_counted_and_moves(long rank, long[] widths)
    {
        using var scope = NewDisposeScope();
        var modalities = Named(widths);
        using var module = new LowRankFusion(modalities, 4, rank);

        RequireParameters(
            module, [.. modalities.SelectMany(modality => new[] { $"factors.{modality.Name}.bias", $"factors.{modality.Name}.weight" }), "fusion_bias", "fusion_weights"],
            LowRankFusion.Parameters(modalities, 4, rank));
    }

    [Fact]
    public void Starts_at_the_scale_of_Xavier_with_a_bias_of_zero()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var module = new LowRankFusion([("a", 199), ("b", 99)], 50, 8);

        Assert.InRange(module.get_parameter("factors.a.weight")!.std().item<float>(), 0.085, 0.094);
        Assert.InRange(module.get_parameter("factors.b.bias")!.std().item<float>(), 0.1, 0.13);
        Assert.Equal(0, module.get_parameter("fusion_bias")!.abs().sum().item<float>());
    }

    [Theory]
    [InlineData("name", "handle")]
    [InlineData("training", "factors")]
    public void A_modality_may_be_called_like_a_member(string first, string second)
    {
        using var scope = NewDisposeScope();
        using var module = new LowRankFusion([(first, 2), (second, 3)], 2);
        module.to(ScalarType.Float64);

        module.call(randn(3, 2, dtype: ScalarType.Float64), randn(3, 3, dtype: ScalarType.Float64)).Fused.sum().backward();

        Assert.All(module.parameters(), parameter => Assert.Equal((ScalarType.Float64, true), (parameter.dtype, parameter.grad is not null)));
    }

    [Fact]
    public void A_rank_that_is_not_positive_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankFusion([("a", 2), ("b", 3)], 2, 0));

    protected override FusionModule Create(FusionCase drawn) =>
        new LowRankFusion(drawn.Modalities, drawn.OutputFeatures, 1 + (drawn.Seed % 4), drawn.Auto, dtype: drawn.Dtype);

    // For each output and rank the outer product of one vector of each modality, weighted and summed over the ranks.
    private static Tensor Assembled(FusionModule low, FusionCase drawn)
    {
        var weights = low.get_parameter("fusion_weights")!;
        var (outputs, rank) = (drawn.OutputFeatures, weights.size(0));
        var outer = drawn.Modalities.Select(Vectors).Aggregate((left, right) => (left.unsqueeze(3) * right.unsqueeze(2)).flatten(2));
        return (outer * weights.view(1, rank, 1)).sum([1L]);

        Tensor Vectors(Modality modality) => cat(
            [
                low.get_parameter($"factors.{modality.Name}.weight")!.view(outputs, rank, modality.Features),
                low.get_parameter($"factors.{modality.Name}.bias")!.view(outputs, rank, 1),
            ], 2);
    }

    /// <summary>The options of a golden case.</summary>
    private sealed record RankOption
    {
        public required long Rank { get; init; }
    }
}
