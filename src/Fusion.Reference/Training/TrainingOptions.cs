namespace Fusion.Reference.Training;

/// <summary>The recipe of the training loop.</summary>
/// <param name="Seed">Every random draw of the run follows from it.</param>
/// <param name="Epochs">Most epochs.</param>
/// <param name="Patience">Epochs without a better validation metric before stopping.</param>
/// <param name="LearningRate">Adam's.</param>
/// <param name="ClipNorm">Global gradient norm limit.</param>
/// <param name="TaskWeight">Lambda 2 of equation 4.</param>
/// <param name="FusionWeight">Lambda 1 of equation 4.</param>
/// <param name="Selection">Name of the validation metric that chooses the epoch.</param>
internal sealed record TrainingOptions(
    int Seed, int Epochs, int Patience, double LearningRate, double ClipNorm, double TaskWeight, double FusionWeight, string Selection)
{
    /// <summary>Factor on the learning rate after each epoch.</summary>
    public double LearningRateDecay { get; init; } = 1;

    /// <summary>Name of the validation loss that chooses among epochs of an equal metric; null: none, the earliest is chosen.</summary>
    public string? TieBreaker { get; init; }

    /// <summary>Decay per step of the <see cref="WeightAverage"/> that is validated, chosen and kept; 0: the weights themselves.</summary>
    public double AverageDecay { get; init; }
}
