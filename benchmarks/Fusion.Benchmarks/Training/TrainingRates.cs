namespace Fusion.Benchmarks.Training;

/// <summary>How far a training step goes.</summary>
/// <param name="LearningRate">Of Adam.</param>
/// <param name="FusionWeight">Weight of the fusion's loss; the task's is 1.</param>
/// <param name="ClipNorm">Largest norm of an optimiser's gradients together.</param>
internal sealed record TrainingRates(double LearningRate, double FusionWeight, double ClipNorm);
