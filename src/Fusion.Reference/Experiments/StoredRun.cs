using System.Text.Json.Nodes;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>A finished run, read back from its folder.</summary>
/// <typeparam name="TScores">Its scores.json.</typeparam>
/// <param name="Folder">Where its other files are.</param>
/// <param name="Scores">scores.json.</param>
/// <param name="History">history.jsonl.</param>
/// <param name="Predictions">predictions.tsv.</param>
/// <param name="Recipe">recipe.json.</param>
/// <param name="Environment">environment.json.</param>
internal sealed record StoredRun<TScores>(
    RunFolder Folder, TScores Scores, IReadOnlyList<EpochRecord> History, IReadOnlyList<PredictionFile.Row> Predictions, JsonObject Recipe, RunEnvironment Environment)
    where TScores : RunScores
{
    /// <summary>Typical wall time of a training step: the median over epochs, which a busy moment does not move.</summary>
    public double MillisecondsPerStep => History.Select(record => record.MillisecondsPerStep).Order().ElementAt(History.Count / 2);

    public static StoredRun<TScores> Read(RunFolder folder, string group) => new(
        folder, RunJson.Read<TScores>(folder.ScoresFile), HistoryFile.Read(folder.HistoryFile), PredictionFile.Read(folder.PredictionsFile, group),
        folder.ReadRecipe(), RunJson.Read<RunEnvironment>(folder.EnvironmentFile));
}
