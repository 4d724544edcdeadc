using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>A finished run of a classifier.</summary>
/// <typeparam name="TScores">Its scores.json.</typeparam>
/// <param name="folder">Where the files are.</param>
/// <param name="group">Name of the column of groups in predictions.tsv.</param>
internal sealed class ClassifierRun<TScores>(RunFolder folder, string group) : StoredRun<TScores>(folder)
    where TScores : RunScores
{
    /// <summary>predictions.tsv.</summary>
    public IReadOnlyList<PredictionFile.Row> Predictions { get; } = PredictionFile.Read(folder.PredictionsFile, group);
}
