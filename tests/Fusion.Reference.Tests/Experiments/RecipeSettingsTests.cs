using Fusion.Layers;
using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class RecipeSettingsTests
{
    [Fact]
    public void Sets_keys_of_every_type_and_leaves_the_original_alone()
    {
        var recipe = new IemocapRecipe();

        var changed = RecipeSettings.Apply(recipe, ["Epochs=3", "learningrate = 0.5", "Selection=accuracy", "Objective=Hinge", "Epochs=4"]);

        Assert.Equal(new IemocapRecipe { Epochs = 4, LearningRate = 0.5, Selection = Selection.Accuracy, Objective = Objective.Hinge }, changed);
        Assert.Equal(new IemocapRecipe(), recipe);
    }

    [Theory]
    [InlineData("Epocs=3", "there is no key Epocs; the keys are Epochs, Patience")]
    [InlineData("Epochs", "expected Key=value")]
    [InlineData("=3", "expected Key=value")]
    [InlineData("Epochs=many", "--set Epochs=many: expected a whole number")]
    [InlineData("Dropout=0,5", "expected a number with a decimal point")]
    [InlineData("Selection=1", "expected one of MacroF1, Accuracy")]
    [InlineData("Selection=MacroF1,Accuracy", "--set Selection=MacroF1,Accuracy: expected one of MacroF1, Accuracy")]
    public void What_cannot_be_set_is_a_user_error(string setting, string message) =>
        Assert.Contains(message, Assert.Throws<UserErrorException>(() => RecipeSettings.Apply(new IemocapRecipe(), [setting])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Epochs=0")]
    [InlineData("BatchSize=1")]
    [InlineData("Dropout=1")]
    [InlineData("LearningRate=NaN")]
    [InlineData("FusionWeight=-1")]
    [InlineData("TestSession=6")]
    [InlineData("ValidationSession=5")]
    public void A_value_without_sense_is_a_user_error_that_names_its_key(string setting)
    {
        var recipe = RecipeSettings.Apply(new IemocapRecipe(), [setting]);

        var error = Assert.Throws<UserErrorException>(recipe.Validated);

        Assert.StartsWith($"--set {setting.Split('=')[0]}=", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Classes", "Protocol=Authors", "Classes=Standard4")]
    [InlineData("Protocol", "Protocol=Authors", "Classes=Ser6", "TestSession=2")]
    [InlineData("Protocol", "Protocol=RandomUtterance", "ValidationSession=2")]
    [InlineData("SplitSeed", "SplitSeed=3")]
    [InlineData("SplitSeed", "Protocol=RandomUtterance", "SplitSeed=-1")]
    public void Keys_that_contradict_the_protocol_are_a_user_error(string key, params string[] settings)
    {
        var recipe = RecipeSettings.Apply(new IemocapRecipe(), settings);

        Assert.StartsWith($"--set {key}=", Assert.Throws<UserErrorException>(recipe.Validated).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Schedule=ThreeStage", "Normalization=Layer", "published game")]
    [InlineData("Schedule=ThreeStage", "Objective=Hinge", "published game")]
    [InlineData("Schedule=Alternating", "FrozenDiscriminator=true", "Joint with FrozenDiscriminator")]
    public void A_schedule_that_the_game_does_not_fit_is_a_user_error(string schedule, string game, string message)
    {
        var recipe = RecipeSettings.Apply(new IemocapRecipe(), [schedule, game]);

        Assert.Contains(message, Assert.Throws<UserErrorException>(recipe.Validated).Message, StringComparison.Ordinal);
        RecipeSettings.Apply(new IemocapRecipe(), [schedule]).Validated();
    }

    [Fact]
    public void Every_profile_is_valid()
    {
        foreach (var profile in Enum.GetValues<Profile>())
            IemocapRecipe.For(profile).Validated();
    }
}
