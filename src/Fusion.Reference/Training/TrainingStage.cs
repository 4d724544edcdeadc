namespace Fusion.Reference.Training;

/// <summary>One of the updates that a batch brings: losses, and the optimisers that step on their gradients.</summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
/// <param name="Name">Name in the history; empty where a batch brings a single update.</param>
/// <param name="Updates">Names of <see cref="ParameterGroup"/>s, in the order of their steps.</param>
/// <param name="Losses">The losses of a batch, in training mode; the tensors belong to the caller's dispose scope.</param>
internal sealed record TrainingStage<TBatch>(string Name, IReadOnlyList<string> Updates, Func<TBatch, StepLosses> Losses);
