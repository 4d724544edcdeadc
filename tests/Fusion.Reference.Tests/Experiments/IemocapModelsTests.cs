using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapModelsTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(256)]
    public void Matched_models_have_the_size_of_their_fusion_within_two_percent(int latent)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { Latent = latent };
        var data = SmallCorpus.Load(folder, recipe);

        foreach (var (fusion, matched) in IemocapModels.Pairs)
        {
            using var original = IemocapModels.Build(fusion, recipe, data, 1, CPU);
            using var baseline = IemocapModels.Build(matched, recipe, data, 1, CPU);
            Assert.InRange(baseline.ParameterCount, original.ParameterCount * 0.98, original.ParameterCount * 1.02);
        }
    }

    [Fact]
    public void Models_of_one_seed_start_from_the_same_encoders()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8 };
        var data = SmallCorpus.Load(folder, recipe);
        var weights = IemocapModels.Names.Concat([IemocapModels.Tfn, IemocapModels.Lmf]).Where(name => name != IemocapModels.Speech)
            .Select(name => IemocapModels.Build(name, recipe, data, 3, CPU).get_parameter("text.lstm.lstm.weight_ih_l0")!).ToArray();

        Assert.All(weights, weight => Assert.True(allclose(weights[0], weight, rtol: 0, atol: 0)));
    }

    [Fact]
    public void Schedules_start_from_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8 };
        var data = SmallCorpus.Load(folder, recipe);
        var models = Enum.GetValues<GanSchedule>().Select(schedule => IemocapModels.Build(IemocapModels.Gan, recipe with { Schedule = schedule }, data, 3, CPU)).ToArray();

        foreach (var (name, value) in models[0].named_parameters())
            Assert.All(models, model => Assert.True(allclose(value, model.get_parameter(name)!, rtol: 0, atol: 0), name));
    }

    [Fact]
    public void A_model_that_needs_frames_says_so_where_there_are_none()
    {
        using var folder = new TemporaryFolder();
        var recipe = new IemocapRecipe { AudioLearner = AudioLearner.Frames };
        var data = SmallCorpus.Load(folder, recipe);

        Assert.Contains("expected the IEMOCAP release", Assert.Throws<UserErrorException>(() => IemocapModels.Build(IemocapModels.Auto, recipe, data, 1, CPU)).Message, StringComparison.Ordinal);
        Assert.False(IemocapModels.NeedsFrames(IemocapModels.Text, recipe));
        Assert.True(IemocapModels.ReadsFrames(IemocapModels.Mdre, new IemocapRecipe()));
        Assert.False(IemocapModels.NeedsFrames(IemocapModels.Mdre, recipe));
    }

    [Fact]
    public void Every_model_learns_from_the_recipes_loss_unless_it_has_its_own()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8, TaskLoss = ClassificationLoss.MultiMargin };
        var data = SmallCorpus.Load(folder, recipe);
        var (logits, labels) = (tensor([1f, 0.5f, -1, 0], [1, 4]), tensor([1L]));
        var margin = nn.functional.multi_margin_loss(logits, labels).item<float>();

        foreach (var name in IemocapModels.Names.Concat(IemocapModels.Baselines))
            using (var model = IemocapModels.Build(name, recipe, data, 1, CPU))
                Assert.True(IemocapModels.HasOwnLoss(name) != (model.TaskLoss(logits, labels).item<float>() == margin), name);
    }

    [Fact]
    public void Every_name_builds_and_another_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8 };
        var data = SmallCorpus.Load(folder, recipe);

        foreach (var name in IemocapModels.Names.Concat(IemocapModels.Baselines))
            using (IemocapModels.Build(name, recipe, data, 1, CPU))
            {
            }

        Assert.Throws<ArgumentOutOfRangeException>(() => IemocapModels.Build("mha-4", recipe, data, 1, CPU));
    }
}
