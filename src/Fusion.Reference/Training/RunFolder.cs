using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers.Interop;

namespace Fusion.Reference.Training;

/// <summary>The files of one run: <c>OUT/EXPERIMENT/MODEL/seed-N/</c>, with a level for the fold where there are several.</summary>
/// <remarks>scores.json is written last, so its presence says that the run is finished.</remarks>
internal sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string RecipeFile => File("recipe.json");

    public string HistoryFile => File("history.jsonl");

    public string CheckpointFile => File("checkpoint.safetensors");

    public string PredictionsFile => File("predictions.tsv");

    public string LatentsFile => File("latents.tsv");

    /// <summary>What turns utterances into the model's numbers; classifiers of emotions alone have it.</summary>
    public string InputsFile => File("inputs.json");

    public string EnvironmentFile => File("environment.json");

    public string ScoresFile => File("scores.json");

    public bool IsFinished => System.IO.File.Exists(ScoresFile);

    /// <summary>The folder of a run inside an output folder.</summary>
    public static RunFolder In(string output, string experiment, string model, int seed, string fold = "") =>
        new(System.IO.Path.Combine(output, experiment, model, fold, $"seed-{seed}"));

    /// <summary>The folder of a run by its path.</summary>
    public static RunFolder At(string path) => new(path);

    /// <summary>Every run of an experiment that has a recipe, in order of path.</summary>
    public static IReadOnlyList<RunFolder> All(string output, string experiment)
    {
        var root = System.IO.Path.Combine(output, experiment);
        return !Directory.Exists(root) ? [] : [.. Directory.EnumerateFiles(root, "recipe.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => new RunFolder(System.IO.Path.GetDirectoryName(file)!))];
    }

    /// <summary>Throws where starting this run would overwrite something or mix two recipes; writes nothing.</summary>
    /// <param name="recipe">What is to be run.</param>
    /// <param name="resume">Whether to continue a run that is there.</param>
    /// <param name="defaults">What keys stand for that an older version did not write; null: every key has to be there.</param>
    public void Check(JsonObject recipe, bool resume, JsonObject? defaults = null)
    {
        // Half-written files of a killed process are no content.
        if (!Directory.Exists(Path) || Directory.EnumerateFileSystemEntries(Path).All(IsTemporary))
            return;
        if (!resume)
            throw new UserErrorException($"{Path} already holds a run: add --resume to continue it (finished runs are kept), or choose another folder with --out");
        if (!System.IO.File.Exists(RecipeFile))
            throw new UserErrorException($"{Path}: expected recipe.json in a run folder; nothing was written");
        var differences = Differences(ReadRecipe(), recipe, defaults ?? []);
        if (differences.Count > 0)
            throw new UserErrorException($"{RecipeFile}: this run was started with another recipe ({string.Join("; ", differences)}); use the same options, or another folder with --out");
    }

    /// <summary>Creates the folder and its recipe, or accepts the one that is there; see <see cref="Check"/>.</summary>
    public void Open(JsonObject recipe, bool resume, JsonObject? defaults = null)
    {
        Check(recipe, resume, defaults);
        Directory.CreateDirectory(Path);
        if (!System.IO.File.Exists(RecipeFile))
            AtomicFile.WriteText(RecipeFile, recipe.ToJsonString(RunJson.Indented) + "\n");
    }

    /// <summary>Keeps other processes out of this run until disposed; an <see cref="IOException"/> says that one is at work here.</summary>
    public IDisposable Lock()
    {
        var running = new FileStream(File("run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        foreach (var file in Directory.EnumerateFiles(Path).Where(IsTemporary))
            System.IO.File.Delete(file);
        return running;
    }

    public JsonObject ReadRecipe()
    {
        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(RecipeFile)) as JsonObject
                ?? throw new UserErrorException($"{RecipeFile}: expected a JSON object");
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{RecipeFile}: expected a JSON object: {error.Message}");
        }
    }

    private static bool IsTemporary(string file) => file.EndsWith(".tmp", StringComparison.Ordinal);

    private static List<string> Differences(JsonObject old, JsonObject wanted, JsonObject defaults) =>
        [.. old.Select(item => item.Key).Union(wanted.Select(item => item.Key))
            .Where(key => !JsonNode.DeepEquals(old.ContainsKey(key) ? old[key] : defaults[key], wanted[key]))
            .Select(key => $"{key} was {Show(old, key)}, now {Show(wanted, key)}")];

    private static string Show(JsonObject recipe, string key) => recipe.ContainsKey(key) ? recipe[key]?.ToJsonString(RunJson.Line) ?? "null" : "absent";

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
