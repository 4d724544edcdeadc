using System.Text.Json;
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
        Json<IemocapScores>(folder.ScoresFile), HistoryFile.Read(folder.HistoryFile), PredictionFile.Read(folder.PredictionsFile), LatentFile.Read(folder.LatentsFile),
        folder.ReadRecipe(), Json<RunEnvironment>(folder.EnvironmentFile));

    private static T Json<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), RunJson.Indented)
                ?? throw new UserErrorException($"{path}: expected a JSON object, found null");
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{path}:{error.LineNumber + 1}: expected the {typeof(T).Name} of a run: {error.Message}", error);
        }
    }
}
