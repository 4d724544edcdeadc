using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>The translators of the reference program on generated lines.</summary>
internal static class TranslatorTraining
{
    /// <summary>A model by its name in the tables; the weights are the same each time.</summary>
    /// <param name="name">See <see cref="TranslationModels"/>.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="sizes">Of the vocabularies, and the widths of images and speech.</param>
    /// <param name="device">Where it lies; default: the CPU.</param>
    public static Translator Model(string name, TranslationRecipe recipe, TranslationSizes sizes, Device? device = null) =>
        TranslationModels.Build(name, recipe, sizes, seed: 1, device ?? CPU);

    /// <summary>Trains a model on generated batches, by the schedule and in the precision of its recipe.</summary>
    /// <param name="name">See <see cref="TranslationModels"/>.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="sizes">Of the vocabularies, and the widths of images and speech.</param>
    /// <param name="device">Where it lies.</param>
    public static TrainingRun OnGenerated(string name, TranslationRecipe recipe, TranslationSizes sizes, Device device) =>
        Run(Model(name, recipe, sizes, device), recipe, GeneratedPairs.Batches(recipe.BatchSize, sizes), device);

    /// <summary>Trains a model by the schedule of its recipe.</summary>
    /// <param name="model">The model; owned from now on.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="batches">Generated batches.</param>
    /// <param name="device">Where the model is; default: the CPU.</param>
    public static TrainingRun Run(Translator model, TranslationRecipe recipe, IEnumerable<LinePairs> batches, Device? device = null)
    {
        var scheduled = ScheduledModel.Of(model, recipe.LabelSmoothing);
        return TrainingRun.Of(
            model, StepSchedule.For(scheduled, recipe.Schedule), batches.Select<LinePairs, Func<TranslationBatch>>(batch => () => batch.On(device ?? CPU, recipe.Precision.Dtype())),
            new TrainingRates(recipe.LearningRate, recipe.FusionWeight, recipe.ClipNorm));
    }
}
