using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>The emotion classifiers of the reference program on generated utterances.</summary>
internal static class ClassifierTraining
{
    /// <summary>A model by its name in the tables; the weights are the same each time.</summary>
    /// <param name="name">See <see cref="IemocapModels"/>.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="words">Size of the vocabulary.</param>
    /// <param name="device">Where it lies; default: the CPU.</param>
    public static FusionClassifier<EmotionInput> Model(string name, IemocapRecipe recipe, int words, Device? device = null) =>
        (FusionClassifier<EmotionInput>)IemocapModels.Build(name, recipe, new IemocapSizes(words, Utterances.AudioFeatures, null, Utterances.Classes), seed: 1, device ?? CPU);

    /// <summary>Trains a model by the schedule of its recipe.</summary>
    /// <param name="model">The model; owned from now on.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="batches">Generated batches.</param>
    /// <param name="device">Where the model is; default: the CPU.</param>
    public static TrainingRun Run(FusionClassifier<EmotionInput> model, IemocapRecipe recipe, IEnumerable<Utterances> batches, Device? device = null)
    {
        var scheduled = ScheduledModel.Of<EmotionInput, IemocapBatch>(model, IemocapTask.InputOf);
        return TrainingRun.Of(
            model, StepSchedule.For(scheduled, recipe.Schedule), batches.Select<Utterances, Func<IemocapBatch>>(batch => () => batch.On(device ?? CPU)),
            new TrainingRates(recipe.LearningRate, recipe.FusionWeight, recipe.ClipNorm));
    }
}
