namespace Fusion.Benchmarks.Training;

/// <summary>What a training step depends on beside the model.</summary>
/// <param name="Model">Name of the model in the script.</param>
/// <param name="LearningRate">Of Adam.</param>
/// <param name="ClipNorm">Largest norm of all gradients together.</param>
/// <param name="FusionWeight">Weight of the fusion's loss; the task's is 1.</param>
/// <param name="Dropout">Probability, where dropout is on.</param>
/// <param name="NoiseStd">GANFusion's noise, where dropout is on.</param>
/// <param name="LabelSmoothing">Share of the uniform distribution in the labels.</param>
internal sealed record TrainingSettings(string Model, double LearningRate, double ClipNorm, double FusionWeight, double Dropout, double NoiseStd, double LabelSmoothing);
