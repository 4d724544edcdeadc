using System.Text.Json.Nodes;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Training;

public class RunFolderTests
{
    private static JsonObject Recipe(int epochs) => new() { ["model"] = "concat", ["epochs"] = epochs };

    [Fact]
    public void Lies_where_the_report_looks_for_it()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 2);

        run.Open(Recipe(3), resume: false);

        Assert.Equal(Path.Combine(folder.Root, "iemocap", "concat", "seed-2", "recipe.json"), run.RecipeFile);
        Assert.Equal([run.Path], RunFolder.All(folder.Root, "iemocap").Select(found => found.Path));
        Assert.True(JsonNode.DeepEquals(Recipe(3), run.ReadRecipe()));
    }

    [Fact]
    public void A_run_is_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        run.Open(Recipe(3), resume: false);

        var error = Assert.Throws<UserErrorException>(() => run.Open(Recipe(3), resume: false));

        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        run.Open(Recipe(3), resume: true);
    }

    [Fact]
    public void Another_recipe_is_refused_and_the_difference_named()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        run.Open(Recipe(3), resume: false);

        var error = Assert.Throws<UserErrorException>(() => run.Open(Recipe(4), resume: true));

        Assert.Contains("epochs was 3, now 4", error.Message, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Recipe(3), run.ReadRecipe()));
    }

    [Fact]
    public void A_key_that_an_older_version_did_not_write_had_its_default()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        run.Open(Recipe(3), resume: false);
        static JsonObject Newer(double decay) => new() { ["model"] = "concat", ["epochs"] = 3, ["averageDecay"] = decay };
        var defaults = new JsonObject { ["epochs"] = 99, ["averageDecay"] = 0.0 };

        run.Open(Newer(0), resume: true, defaults);

        Assert.True(JsonNode.DeepEquals(Recipe(3), run.ReadRecipe()));
        var error = Assert.Throws<UserErrorException>(() => run.Open(Newer(0.5), resume: true, defaults));
        Assert.Contains("averageDecay was absent, now 0.5", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => run.Open(Newer(0), resume: true));
    }

    [Fact]
    public void A_folder_of_something_else_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        Directory.CreateDirectory(run.Path);
        File.WriteAllText(Path.Combine(run.Path, "thesis.txt"), "precious");

        Assert.Throws<UserErrorException>(() => run.Open(Recipe(3), resume: true));

        Assert.Equal(["thesis.txt"], Directory.EnumerateFiles(run.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Only_one_process_at_a_time_works_on_a_run()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        run.Open(Recipe(3), resume: false);

        using (run.Lock())
            Assert.Throws<IOException>(run.Lock);

        run.Lock().Dispose();
        Assert.Equal(["recipe.json"], Directory.EnumerateFiles(run.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_cleared_away()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.In(folder.Root, "iemocap", "concat", 1);
        Directory.CreateDirectory(run.Path);
        File.WriteAllText(run.RecipeFile + ".123.tmp", "{");

        run.Open(Recipe(3), resume: false);
        run.Lock().Dispose();

        Assert.Equal(["recipe.json"], Directory.EnumerateFiles(run.Path).Select(Path.GetFileName));
    }
}
