namespace Fusion.Reference.Experiments;

/// <summary>scores.json of an IEMOCAP run: <see cref="RunScores"/> and nothing else.</summary>
internal sealed record IemocapScores(
    string Model,
    int Seed,
    bool Synthetic,
    long Parameters,
    int Epochs,
    int BestEpoch,
    IReadOnlyDictionary<string, int> Rows,
    IReadOnlyDictionary<string, double> Validation,
    IReadOnlyDictionary<string, double> Test)
    : RunScores(Model, Seed, Synthetic, Parameters, Epochs, BestEpoch, Rows, Validation, Test);
