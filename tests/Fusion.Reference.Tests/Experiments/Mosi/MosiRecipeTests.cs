using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Mosi;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Mosi;

public class MosiRecipeTests
{
    [Theory]
    [InlineData("Epochs=0", "at least 1")]
    [InlineData("BatchSize=1", "at least 2")]
    [InlineData("ModalityDropout=1", "at least 0 and below 1")]
    [InlineData("LearningRate=0", "above 0")]
    [InlineData("FusionWeight=-1", "at least 0")]
    [InlineData("MissingDraws=0", "at least 1")]
    public void Refuses_values_that_make_no_sense(string setting, string expected)
    {
        var recipe = RecipeSettings.Apply(new MosiRecipe(), [setting]);

        Assert.Equal($"--set {setting}: expected {expected}", Assert.Throws<UserErrorException>(recipe.Validated).Message);
    }

    [Fact]
    public void Every_profile_has_a_recipe_that_makes_sense() =>
        Assert.All(Enum.GetValues<Profile>(), profile => MosiRecipe.For(profile).Validated());
}
