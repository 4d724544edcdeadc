using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapDataTests
{
    [Fact]
    public void Shuffled_audio_keeps_every_value_and_everything_else_in_its_place()
    {
        using var folder = new TemporaryFolder();
        var original = SmallCorpus.Load(folder, new IemocapRecipe());
        var shuffled = SmallCorpus.Load(folder, new IemocapRecipe { ShuffledAudio = true });

        foreach (var (before, after) in new[] { (original.Train, shuffled.Train), (original.Validation, shuffled.Validation), (original.Test, shuffled.Test) })
        {
            Assert.Equal(before.Select(utterance => (utterance.Id, utterance.Label)), after.Select(utterance => (utterance.Id, utterance.Label)));
            Assert.NotEqual(before.Select(utterance => utterance.Audio[0]), after.Select(utterance => utterance.Audio[0]));
            Assert.Equal(before.Select(utterance => utterance.Audio[0]).Order(), after.Select(utterance => utterance.Audio[0]).Order());
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    public void The_session_before_the_tested_one_chooses_the_epoch(int test, int validation)
    {
        var recipe = new IemocapRecipe().ForFold(test);

        Assert.Equal((test, validation), (recipe.TestSession, recipe.ValidationSession));
        recipe.Validated();
    }
}
