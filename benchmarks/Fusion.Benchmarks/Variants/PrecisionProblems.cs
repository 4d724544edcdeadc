using Fusion.Benchmarks.Training;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Variants;

/// <summary>Translators of text, speech and images with weights in each precision: <c>precisions</c>.</summary>
internal static class PrecisionProblems
{
    // Widths of the vectors of Multi30K's photographs and of its frames of speech.
    private const int ImageFeatures = 1280;
    private const int FrameFeatures = 43;

    /// <summary>Both fusions, with the paper's size of a batch and that of the recipe.</summary>
    public static IReadOnlyList<VariantProblem> All { get; } =
    [
        .. from batchSize in new[] { 100, new TranslationRecipe().BatchSize }
           from model in new[] { TranslationModels.Auto, TranslationModels.Gan }
           select Of(model, new TranslationRecipe { Modalities = ModalitySet.SVT, BatchSize = batchSize }, new TranslationSizes(TranslatorProblem.Words, TranslatorProblem.Words, ImageFeatures, FrameFeatures)),
    ];

    /// <summary>One translator.</summary>
    /// <param name="model">See <see cref="TranslationModels"/>.</param>
    /// <param name="recipe">Its sizes.</param>
    /// <param name="sizes">Of the vocabularies, images and frames.</param>
    public static VariantProblem Of(string model, TranslationRecipe recipe, TranslationSizes sizes) => new(
        $"translator/s-v-t/{model}/batch-{recipe.BatchSize}",
        [.. Enum.GetValues<Precision>().Select(precision => (precision.ToString().ToLowerInvariant(), (Func<Device, TrainingRun>)(device =>
            TranslatorTraining.OnGenerated(model, recipe with { Precision = precision }, sizes, device))))]);
}
