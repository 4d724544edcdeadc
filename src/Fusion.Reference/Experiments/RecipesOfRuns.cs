using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>What the recipes of an experiment's runs have in common, and where they differ although no row says so: rows of one folder may have been trained with other settings.</summary>
internal sealed class RecipesOfRuns
{
    private RecipesOfRuns(IReadOnlyList<(string Key, string Value)> common, IReadOnlyList<(string Key, string Values)> differences) => (Common, Differences) = (common, differences);

    /// <summary>Keys that have one value, as JSON, in all runs whose row does not change them.</summary>
    public IReadOnlyList<(string Key, string Value)> Common { get; }

    /// <summary>Keys that have several there, and which rows have which.</summary>
    public IReadOnlyList<(string Key, string Values)> Differences { get; }

    /// <summary>Whether all rows had as many epochs and as much patience, and the epoch was chosen by the same metric.</summary>
    public bool HasOneBudget => ValueOf("epochs") is not null && ValueOf("patience") is not null && ValueOf("selection") is not null;

    /// <summary>Compares the recipes of runs; a key that an older version did not write had its default.</summary>
    /// <param name="runs">Row and recipe.json of each run.</param>
    /// <param name="rows">The rows of the experiment.</param>
    /// <param name="varying">Keys that are no choice of the recipe.</param>
    public static RecipesOfRuns Of<TRecipe>(IEnumerable<(string Row, JsonObject Recipe)> runs, IReadOnlyList<ModelVariant<TRecipe>> rows, params IReadOnlyList<string> varying)
        where TRecipe : class, new()
    {
        (string Row, JsonObject Recipe)[] filled = [.. runs.Select(run => (run.Row, Recipe: Filled<TRecipe>(run.Recipe, varying))).DistinctBy(run => (run.Row, Text(run.Recipe)))];
        TRecipe[] recipes = [.. filled.Select(run => Parse<TRecipe>(run.Row, run.Recipe)).Distinct()];
        var changed = filled.Select(run => run.Row).Distinct().ToDictionary(name => name, name => Changes(rows.First(row => row.Name == name), recipes));
        var (common, differences) = (new List<(string, string)>(), new List<(string, string)>());
        foreach (var key in filled.SelectMany(run => run.Recipe.Select(item => item.Key)).Distinct())
        {
            var values = filled.Where(run => !changed[run.Row].Contains(key)).GroupBy(run => Text(run.Recipe[key]), run => run.Row).ToArray();
            if (values.Length == 1)
                common.Add((key, values[0].Key));
            else if (values.Length > 1)
                differences.Add((key, string.Join("; ", values.Select(value => $"{value.Key} for {string.Join(", ", value.Distinct())}"))));
        }

        return new RecipesOfRuns(common, differences);
    }

    /// <summary>The value of a key in <see cref="Common"/>; null where it is not there.</summary>
    public string? ValueOf(string key) => Common.FirstOrDefault(item => item.Key == key).Value;

    // A key is the row's where the row gives it another value in any of the recipes.
    private static HashSet<string> Changes<TRecipe>(ModelVariant<TRecipe> row, IEnumerable<TRecipe> recipes)
    {
        return row.Change is null ? [] : [.. recipes.SelectMany(recipe => Keys(ToJson(recipe), ToJson(row.Apply(recipe))))];

        static IEnumerable<string> Keys(JsonObject before, JsonObject after) => before.Select(item => item.Key).Where(key => !JsonNode.DeepEquals(before[key], after[key]));
    }

    private static JsonObject Filled<TRecipe>(JsonObject recipe, IReadOnlyList<string> varying)
        where TRecipe : new()
    {
        var filled = recipe.DeepClone().AsObject();
        foreach (var (key, value) in ToJson(new TRecipe()).Where(item => !filled.ContainsKey(item.Key)))
            filled.Add(key, value?.DeepClone());
        foreach (var key in varying)
            filled.Remove(key);
        return filled;
    }

    private static TRecipe Parse<TRecipe>(string row, JsonObject recipe)
        where TRecipe : new()
    {
        var known = ToJson(new TRecipe());
        try
        {
            return new JsonObject(recipe.Where(item => known.ContainsKey(item.Key)).Select(item => KeyValuePair.Create(item.Key, item.Value?.DeepClone()))).Deserialize<TRecipe>(RunJson.Line)!;
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"recipe.json of {row}: expected values that this version knows: {error.Message}", error);
        }
    }

    private static JsonObject ToJson<TRecipe>(TRecipe recipe) => JsonSerializer.SerializeToNode(recipe, RunJson.Line)!.AsObject();

    private static string Text(JsonNode? value) => value?.ToJsonString(RunJson.Line) ?? "null";
}
