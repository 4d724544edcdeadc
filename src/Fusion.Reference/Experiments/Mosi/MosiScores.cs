namespace Fusion.Reference.Experiments.Mosi;

/// <summary>scores.json of a CMU-MOSI run: <see cref="RunScores"/>, and the tests with incomplete rows, none for a model of one modality.</summary>
internal sealed record MosiScores(
    string Model,
    int Seed,
    bool Synthetic,
    long Parameters,
    int Epochs,
    int BestEpoch,
    IReadOnlyDictionary<string, int> Rows,
    IReadOnlyDictionary<string, double> Validation,
    IReadOnlyDictionary<string, double> Test,
    IReadOnlyList<MissingPoint> Missing)
    : RunScores(Model, Seed, Synthetic, Parameters, Epochs, BestEpoch, Rows, Validation, Test);
