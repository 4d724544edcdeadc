using Fusion.Benchmarks.Training;
using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Schedules;

/// <summary>A model with GANFusion that is trained by schedules.</summary>
/// <param name="Name">Which model, and how many rows a batch has.</param>
/// <param name="Train">Trains it, on a device, with the same weights and batches whatever the schedule.</param>
internal sealed record ScheduledProblem(string Name, Func<GanSchedule, Device, TrainingRun> Train)
{
    /// <summary>Width of the image features of Multi30K.</summary>
    private const int ImageFeatures = 2048;

    private const int EmotionWords = 2500;
    private const int Batches = 10;
    private const int Seed = 1;

    /// <summary>The classifier of IEMOCAP and the translator of Multi30K with images, both with their recipes.</summary>
    public static IReadOnlyList<ScheduledProblem> All { get; } =
        [Classifier(new IemocapRecipe(), EmotionWords), Translator(new TranslationRecipe { Modalities = ModalitySet.VT }, TranslatorProblem.Words, ImageFeatures)];

    /// <summary>The emotion classifier.</summary>
    /// <param name="recipe">Its sizes.</param>
    /// <param name="words">Size of the vocabulary.</param>
    public static ScheduledProblem Classifier(IemocapRecipe recipe, int words)
    {
        return new ScheduledProblem($"classifier/batch-{recipe.BatchSize}", (schedule, device) =>
        {
            var scheduled = recipe with { Schedule = schedule };
            return ClassifierTraining.Run(ClassifierTraining.Model(IemocapModels.Gan, scheduled, words, device), scheduled, Rows(), device);
        });

        IEnumerable<Utterances> Rows()
        {
            var random = new SeededRandom(Seed);
            return [.. Enumerable.Range(0, Batches).Select(_ => Utterances.Of(random, GeneratedLines.Batch(random, recipe.BatchSize, words, shortest: 11)))];
        }
    }

    /// <summary>The translator of text and images.</summary>
    /// <param name="recipe">Its sizes.</param>
    /// <param name="words">Size of the vocabulary.</param>
    /// <param name="imageFeatures">Width of an image's vector.</param>
    public static ScheduledProblem Translator(TranslationRecipe recipe, int words, int imageFeatures)
    {
        return new ScheduledProblem($"translator/batch-{recipe.BatchSize}", (schedule, device) =>
        {
            var scheduled = recipe with { Schedule = schedule };
            return TranslatorTraining.Run(TranslatorTraining.Model(TranslationModels.Gan, scheduled, words, imageFeatures, device), scheduled, Rows(), device);
        });

        IEnumerable<LinePairs> Rows()
        {
            var random = new SeededRandom(Seed);
            return [.. Enumerable.Range(0, Batches).Select(_ => new LinePairs(Lines(random), Lines(random)).WithImages(random, imageFeatures))];
        }

        long[][] Lines(SeededRandom random) => GeneratedLines.Batch(random, recipe.BatchSize, words, shortest: 13);
    }
}
