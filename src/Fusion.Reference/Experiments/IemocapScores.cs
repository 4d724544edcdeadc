namespace Fusion.Reference.Experiments;

/// <summary>scores.json of an IEMOCAP run: <see cref="RunScores"/>, and in its rows how much of the test is trained on too.</summary>
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
    : RunScores(Model, Seed, Synthetic, Parameters, Epochs, BestEpoch, Rows, Validation, Test)
{
    /// <summary>Key of <see cref="RunScores.Rows"/>: utterances in both training and test.</summary>
    public const string SharedUtterances = "sharedUtterances";

    /// <summary>Key of <see cref="RunScores.Rows"/>: test rows whose utterance is trained on too.</summary>
    public const string SharedTestRows = "sharedTestRows";
}
