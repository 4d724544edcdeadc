using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>A finished translation run.</summary>
/// <param name="folder">Where the files are.</param>
internal sealed class TranslatedRun(RunFolder folder) : StoredRun<RunScores>(folder)
{
    /// <summary>predictions.tsv.</summary>
    public IReadOnlyList<TranslationFile.Row> Translations { get; } = TranslationFile.Read(folder.PredictionsFile);

    /// <summary>Test sets, the main one first.</summary>
    public IReadOnlyList<string> Tests => [.. Translations.Select(row => row.Split).Distinct()];

    /// <summary>Whether a test metric is there.</summary>
    public bool Has(string key) => Scores.Test.ContainsKey(key);
}
