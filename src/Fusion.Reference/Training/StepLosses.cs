using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>What a task computes for one batch: the losses of equation 4 and what is worth logging.</summary>
/// <param name="Task">Scalar task loss, or null in a stage that does not train the task.</param>
/// <param name="Fusion">Scalar fusion loss, or null where the model has none.</param>
/// <param name="Terms">Detached scalars of the fusion module by name.</param>
internal sealed record StepLosses(Tensor? Task, Tensor? Fusion, IReadOnlyDictionary<string, Tensor> Terms);
