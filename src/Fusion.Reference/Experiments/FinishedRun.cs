using System.Text.Json.Nodes;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>A finished IEMOCAP run, read back from its folder.</summary>
internal sealed record FinishedRun(
    IemocapScores Scores,
    IReadOnlyList<EpochRecord> History,
    IReadOnlyList<PredictionFile.Row> Predictions,
    IReadOnlyList<LatentFile.Row> Latents,
    JsonObject Recipe,
    RunEnvironment Environment)
{
    /// <summary>The session it was tested on.</summary>
    public int Fold => Recipe["testSession"]!.GetValue<int>();

    /// <summary>Typical wall time of a training step: the median over epochs, which a busy moment does not move.</summary>
    public double MillisecondsPerStep => History.Select(record => record.MillisecondsPerStep).Order().ElementAt(History.Count / 2);

    public static FinishedRun Read(RunFolder folder) => new(
        RunJson.Read<IemocapScores>(folder.ScoresFile), HistoryFile.Read(folder.HistoryFile), PredictionFile.Read(folder.PredictionsFile), LatentFile.Read(folder.LatentsFile),
        folder.ReadRecipe(), RunJson.Read<RunEnvironment>(folder.EnvironmentFile));
}
