using Fusion.Reference.Experiments.Mosi;
using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments.Mosi;

public class MosiModelsTests
{
    private static readonly MosiRecipe Recipe = new();

    [Fact]
    public void Matched_models_have_the_size_of_their_fusion_within_two_percent()
    {
        using var scope = NewDisposeScope();
        foreach (var (fusion, matched) in MosiModels.Pairs)
        {
            using var original = MosiModels.Build(fusion, Recipe, 1, CPU);
            using var baseline = MosiModels.Build(matched, Recipe, 1, CPU);
            Assert.InRange(baseline.ParameterCount, original.ParameterCount * 0.98, original.ParameterCount * 1.02);
        }
    }

    [Fact]
    public void Models_of_one_seed_start_from_the_same_encoders()
    {
        using var scope = NewDisposeScope();
        var weights = MosiModels.Names.Concat(MosiModels.Baselines).Where(name => name is not ("audio" or "video")).Select(name => MosiModels.Build(name, Recipe, 3, CPU).get_parameter("text.linear.weight")!).ToArray();

        Assert.Equal(8, weights.Length);
        Assert.All(weights, weight => Assert.True(allclose(weights[0], weight, rtol: 0, atol: 0)));
    }

    [Theory]
    [InlineData(MosiModels.Concat)]
    [InlineData(MosiModels.ConcatMatchedGan)]
    [InlineData(MosiModels.Auto)]
    [InlineData(MosiModels.Gan)]
    [InlineData(MosiModels.Tfn)]
    [InlineData(MosiModels.Lmf)]
    public void An_absent_modality_reaches_no_score(string name)
    {
        using var scope = NewDisposeScope();
        using var model = MosiModels.Build(name, Recipe, 1, CPU);
        model.eval();
        var present = tensor(new[] { true, false, true, true, true, true }, [2, 3]);
        Tensor[] features = [ones(2, 100), ones(2, 73), ones(2, 100)];
        Tensor[] others = [features[0], features[1].clone(), features[2]];
        others[1][0] = -5;

        var (masked, same) = (Logits(features, present), Logits(others, present));
        var (whole, changed) = (Logits(features, null), Logits(others, null));

        Assert.True(allclose(masked, same, rtol: 0, atol: 0));
        Assert.False(allclose(whole[0], changed[0]));
        Assert.True(allclose(whole[1], masked[1], rtol: 1e-5, atol: 1e-6));

        Tensor Logits(Tensor[] values, Tensor? mask) => model.call(new VectorsInput(values, mask)).Logits;
    }

    [Theory]
    [InlineData(MosiModels.Concat)]
    [InlineData(MosiModels.ConcatMatchedAuto)]
    [InlineData(MosiModels.Auto)]
    [InlineData(MosiModels.Gan)]
    [InlineData(MosiModels.Tfn)]
    [InlineData(MosiModels.Lmf)]
    public void Modality_dropout_reaches_the_fusion(string name)
    {
        using var scope = NewDisposeScope();
        var recipe = Recipe with { Dropout = 0, NoiseStd = 0, ModalityDropout = 0.5 };
        using var model = MosiModels.Build(name, recipe, 1, CPU);
        model.train();
        // Equal rows give equal vectors, unless some of them lose modalities.
        var input = new VectorsInput([ones(64, 100), ones(64, 73), ones(64, 100)]);

        var spread = model.call(input).Fused.std([0L]).sum().item<float>();

        Assert.True(spread > 1e-3, $"spread {spread}");
    }

    [Fact]
    public void Another_name_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => MosiModels.Build("tensor", Recipe, 1, CPU));
}
