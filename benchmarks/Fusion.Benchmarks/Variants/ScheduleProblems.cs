using Fusion.Benchmarks.Training;
using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Variants;

/// <summary>Models with GANFusion by each schedule of the game: <c>schedules</c>.</summary>
internal static class ScheduleProblems
{
    private const int EmotionWords = 2500;
    private const int Batches = 10;
    private const int Seed = 1;

    /// <summary>Width of the image features of Multi30K.</summary>
    private const int ImageFeatures = 2048;

    /// <summary>The classifier of IEMOCAP and the translator of Multi30K with images, both with their recipes.</summary>
    public static IReadOnlyList<VariantProblem> All { get; } =
        [Classifier(new IemocapRecipe(), EmotionWords), Translator(new TranslationRecipe { Modalities = ModalitySet.VT }, new TranslationSizes(TranslatorProblem.Words, TranslatorProblem.Words, ImageFeatures, null))];

    /// <summary>The emotion classifier.</summary>
    /// <param name="recipe">Its sizes.</param>
    /// <param name="words">Size of the vocabulary.</param>
    public static VariantProblem Classifier(IemocapRecipe recipe, int words) => Of($"classifier/batch-{recipe.BatchSize}", (schedule, device) =>
    {
        var scheduled = recipe with { Schedule = schedule };
        return ClassifierTraining.Run(ClassifierTraining.Model(IemocapModels.Gan, scheduled, words, device), scheduled, Rows(recipe.BatchSize, words), device);
    });

    /// <summary>The translator of text and images.</summary>
    /// <param name="recipe">Its sizes.</param>
    /// <param name="sizes">Of the vocabularies and images.</param>
    public static VariantProblem Translator(TranslationRecipe recipe, TranslationSizes sizes) => Of($"translator/batch-{recipe.BatchSize}", (schedule, device) =>
        TranslatorTraining.OnGenerated(TranslationModels.Gan, recipe with { Schedule = schedule }, sizes, device));

    private static IEnumerable<Utterances> Rows(int count, int words)
    {
        var random = new SeededRandom(Seed);
        return [.. Enumerable.Range(0, Batches).Select(_ => Utterances.Of(random, GeneratedLines.Batch(random, count, words, shortest: 11)))];
    }

    private static VariantProblem Of(string name, Func<GanSchedule, Device, TrainingRun> train) => new(
        name, [.. Enum.GetValues<GanSchedule>().Select(schedule => (Name(schedule), (Func<Device, TrainingRun>)(device => train(schedule, device))))]);

    private static string Name(GanSchedule schedule) => schedule == GanSchedule.ThreeStage ? "three-stage" : schedule.ToString().ToLowerInvariant();
}
