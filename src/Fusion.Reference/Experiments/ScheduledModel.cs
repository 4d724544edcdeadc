using Fusion.Layers;
using Fusion.Reference.Data;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
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

/// <summary>What schedules know of the program's models.</summary>
internal static class ScheduledModel
{
    /// <summary>Of a classifier; only one with a fusion says what it encodes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">What it reads of a batch.</param>
    public static ScheduledModel<TBatch> Of<TInput, TBatch>(ClassifierModel<TInput> model, Func<TBatch, TInput> input)
        where TInput : IClassifierInput
        where TBatch : IClassBatch<TBatch> =>
        new(model, model.Fusion, batch => ModelLosses.Of(model, input(batch), batch.Labels), model is FusionClassifier<TInput> classifier ? batch => classifier.Encode(input(batch)) : null);

    /// <summary>Of a translator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="smoothing">Share of the uniform distribution in the labels.</param>
    public static ScheduledModel<TranslationBatch> Of(Translator model, double smoothing) =>
        new(model, model.Fusion, batch => ModelLosses.Of(model, batch.Input, batch.Target, smoothing), batch => model.Learn(batch.Input));
}
