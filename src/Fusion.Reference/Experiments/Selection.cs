namespace Fusion.Reference.Experiments;

/// <summary>The validation metric that chooses the epoch, for all test metrics at once.</summary>
internal enum Selection
{
    MacroF1,
    Accuracy,
}
