namespace Fusion.Reference.Training;

/// <summary>How a training run ended.</summary>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="BestEpoch">The chosen epoch; 0 where no validation value was a number.</param>
/// <param name="BestValue">Its validation metric.</param>
internal sealed record TrainingResult(int Epochs, int BestEpoch, double BestValue);
