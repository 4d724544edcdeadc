using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>The losses of one pass through a model: the task's and the fusion's. The tensors belong to the caller's dispose scope.</summary>
internal static class ModelLosses
{
    /// <summary>Of a classifier.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="labels">Classes (B), int64.</param>
    public static StepLosses Of<TInput>(ClassifierModel<TInput> model, TInput input, Tensor labels)
    {
        var output = model.call(input);
        return new StepLosses(model.TaskLoss(output.Logits, labels), output.FusionLoss, output.Terms);
    }

    /// <summary>Of a translator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="target">What it is taught.</param>
    /// <param name="smoothing">Share of the uniform distribution in the labels.</param>
    public static StepLosses Of(Translator model, TranslationInput input, TranslationTarget target, double smoothing)
    {
        var output = model.call(input, target);
        return new StepLosses(output.Decoded.Loss(smoothing), output.FusionLoss, output.Terms);
    }
}
