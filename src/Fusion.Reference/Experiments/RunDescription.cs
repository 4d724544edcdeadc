using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>A finished run as its folder describes it: which run it is, its recipe and its weights.</summary>
internal sealed class RunDescription
{
    private readonly JsonObject _recipe;

    private RunDescription(RunFolder folder, JsonObject description)
    {
        Folder = folder;
        Experiment = Take("experiment");
        Row = Take("model");
        Fingerprint = Take("data");
        description.Remove("seed");
        description.Remove("synthetic");
        _recipe = description;

        string Take(string key) => description.Remove(key, out var value) && value is JsonValue text && text.TryGetValue<string>(out var found) ? found
            : throw new UserErrorException($"{folder.RecipeFile}: expected '{key}' to be text, found {value?.ToJsonString(RunJson.Line) ?? "none"}");
    }

    public RunFolder Folder { get; }

    /// <summary>Name of the experiment.</summary>
    public string Experiment { get; }

    /// <summary>Name of the row of its tables.</summary>
    public string Row { get; }

    /// <summary>What tells the data of the run from others.</summary>
    public string Fingerprint { get; }

    /// <summary>Where and how it was made.</summary>
    public RunEnvironment Environment => RunJson.Read<RunEnvironment>(Folder.EnvironmentFile);

    /// <summary>The output folder, where the run still lies in one; else null.</summary>
    public string? Output
    {
        get
        {
            for (var folder = new DirectoryInfo(Path.GetFullPath(Folder.Path)); folder is not null; folder = folder.Parent)
                if (folder.Name == Experiment)
                    return folder.Parent?.FullName;
            return null;
        }
    }

    /// <summary>Reads a finished run.</summary>
    /// <param name="folder">The run's folder.</param>
    public static RunDescription Read(string folder)
    {
        var run = RunFolder.At(folder);
        return run.IsFinished && File.Exists(run.RecipeFile) ? new RunDescription(run, run.ReadRecipe())
            : throw new UserErrorException($"{folder}: expected the folder of a finished run, with recipe.json and scores.json, found none");
    }

    /// <summary>The row of some tables that the run belongs to.</summary>
    /// <param name="variants">The rows.</param>
    public ModelVariant<TRecipe> Variant<TRecipe>(IEnumerable<ModelVariant<TRecipe>> variants) =>
        variants.FirstOrDefault(variant => variant.Name == Row) ?? throw new UserErrorException($"{Folder.RecipeFile}: expected a row of {Experiment}, found {Row}");

    /// <summary>The recipe.</summary>
    public TRecipe Recipe<TRecipe>()
    {
        try
        {
            return _recipe.Deserialize<TRecipe>(RunJson.Line)!;
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{Folder.RecipeFile}: expected the keys of this version's recipe: {error.Message}", error);
        }
    }

    /// <summary>The folder of the run's data set.</summary>
    /// <param name="data">The folder that holds it.</param>
    public string DataFolder(string data)
    {
        var folder = Path.Combine(data, Experiment);
        return Directory.Exists(folder) ? folder : throw new UserErrorException($"--data {data}: expected a folder {Experiment} in it, found none");
    }

    /// <summary>Throws where data are others than the run learned from.</summary>
    /// <param name="folder">Where the data are.</param>
    /// <param name="fingerprint">What tells them from others.</param>
    public void RequireSameData(string folder, string fingerprint)
    {
        if (fingerprint != Fingerprint)
            throw new UserErrorException($"{folder}: expected the data that the run learned from ({Fingerprint}), found others ({fingerprint})");
    }

    /// <summary>Puts the run's weights into a model, which is in evaluation mode then.</summary>
    public void LoadWeights(nn.Module model)
    {
        try
        {
            Safetensors.load(model, Folder.CheckpointFile);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException(error.Message, error);
        }

        model.eval();
    }
}
