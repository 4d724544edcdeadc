using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class RecipesOfRunsTests
{
    private static readonly IReadOnlyList<ModelVariant<IemocapRecipe>> Rows = IemocapStudies.Variants(ModelStudies.All);

    [Fact]
    public void What_a_row_changes_is_no_difference()
    {
        var recipes = Of(("ganfusion", new()), ("ganfusion.lambda0", new()), ("ganfusion.lambda1", new()), ("lstm-t.frozen", new()));

        Assert.Empty(recipes.Differences);
        Assert.True(recipes.HasOneBudget);
        Assert.Equal(("0.01", "\"Pretrained\"", "\"iemocap\""), (recipes.ValueOf("fusionWeight"), recipes.ValueOf("wordVectors"), recipes.ValueOf("experiment")));
        Assert.Null(recipes.ValueOf("seed"));
    }

    [Fact]
    public void What_was_set_for_some_rows_alone_is_listed_with_them()
    {
        var recipes = Of(("lstm-t", new()), ("concat", new() { LearningRate = 0.5 }), ("ganfusion.lambda0", new() { LearningRate = 0.5 }));

        Assert.Equal([("learningRate", "0.004 for lstm-t; 0.5 for concat, ganfusion.lambda0")], recipes.Differences);
        Assert.True(recipes.HasOneBudget);
        Assert.Null(recipes.ValueOf("learningRate"));
        Assert.False(Of(("lstm-t", new()), ("concat", new() { Epochs = 9 })).HasOneBudget);
        Assert.False(Of(("lstm-t", new()), ("concat", new() { Patience = 9 })).HasOneBudget);
    }

    [Fact]
    public void A_key_that_an_older_version_did_not_write_had_its_default()
    {
        (string, JsonObject)[] runs = [("lstm-t", new JsonObject { ["epochs"] = 9 }), ("concat", Describe("concat", new() { Epochs = 9 }))];

        var recipes = RecipesOfRuns.Of(runs, Rows, "model", "seed", "experiment");

        Assert.Empty(recipes.Differences);
        Assert.Equal("9", recipes.ValueOf("epochs"));
    }

    [Fact]
    public void Tables_of_translations_have_lines_languages_and_modalities_of_their_own()
    {
        var rows = Multi30kDataset.Dataset.Variants;
        string[] names = ["all.seq2seq.t", "img.autofusion.v-t", "img.autofusion.v-t.shuffled", "pt.plain.s"];

        var recipes = RecipesOfRuns.Of(names.Select(name => (name, Json(rows.Single(row => row.Name == name).Apply(new TranslationRecipe())))), rows);

        Assert.Empty(recipes.Differences);
        Assert.Equal("false", recipes.ValueOf("shuffledImage"));
    }

    private static RecipesOfRuns Of(params (string Row, IemocapRecipe Recipe)[] runs) => RecipesOfRuns.Of(runs.Select(run => (run.Row, Describe(run.Row, run.Recipe))), Rows, "model", "seed");

    // A recipe.json of the row with settings.
    private static JsonObject Describe(string name, IemocapRecipe settings)
    {
        var description = Json(Rows.Single(row => row.Name == name).Apply(settings));
        (description["experiment"], description["model"], description["seed"]) = ("iemocap", name, name.Length);
        return description;
    }

    private static JsonObject Json<TRecipe>(TRecipe recipe) => JsonSerializer.SerializeToNode(recipe, RunJson.Line)!.AsObject();
}
