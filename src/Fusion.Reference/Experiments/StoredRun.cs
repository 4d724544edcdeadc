using System.Text.Json.Nodes;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>A finished run, read back from its folder.</summary>
/// <typeparam name="TScores">Its scores.json.</typeparam>
/// <param name="folder">Where the files are.</param>
internal abstract class StoredRun<TScores>(RunFolder folder)
    where TScores : RunScores
{
    /// <summary>Where its other files are.</summary>
    public RunFolder Folder { get; } = folder;

    /// <summary>scores.json.</summary>
    public TScores Scores { get; } = RunJson.Read<TScores>(folder.ScoresFile);

    /// <summary>history.jsonl.</summary>
    public IReadOnlyList<EpochRecord> History { get; } = HistoryFile.Read(folder.HistoryFile);

    /// <summary>recipe.json.</summary>
    public JsonObject Recipe { get; } = folder.ReadRecipe();

    /// <summary>environment.json.</summary>
    public RunEnvironment Environment { get; } = RunJson.Read<RunEnvironment>(folder.EnvironmentFile);

    /// <summary>Typical wall time of a training step: the median over epochs, which a busy moment does not move.</summary>
    public double MillisecondsPerStep => History.Select(record => record.MillisecondsPerStep).Order().ElementAt(History.Count / 2);

    /// <summary>Typical training speed, the median over epochs; null where it was not counted.</summary>
    public double? TokensPerSecond
    {
        get
        {
            double[] speeds = [.. History.Select(record => record.TokensPerSecond).OfType<double>().Order()];
            return speeds.Length == 0 ? null : speeds[speeds.Length / 2];
        }
    }
}
