using Fusion.Layers;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>What a schedule needs to know of a model.</summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
/// <param name="Model">The model.</param>
/// <param name="Fusion">Its fusion module, or null.</param>
/// <param name="Losses">The losses of one pass through the model.</param>
/// <param name="Encode">What the fusion reads of a batch; null where the model does not say.</param>
internal sealed record ScheduledModel<TBatch>(nn.Module Model, FusionModule? Fusion, Func<TBatch, StepLosses> Losses, Func<TBatch, FusionInput>? Encode);
