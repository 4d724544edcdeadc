using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>The translator with the recipe of Multi30K, over lines of some 14 pieces on each side: of text alone, or of text and image by a fusion.</summary>
/// <param name="name">One of <see cref="TranslationModels"/>.</param>
internal sealed class TranslatorProblem(string name) : TrainingProblem
{
    // As the photographs' features of Multi30K that the tables are made with.
    private const int ImageFeatures = 1280;

    /// <summary>The recipe of the program.</summary>
    public static TranslationRecipe Recipe { get; } = new();

    /// <summary>Pieces of both languages: the merges, and letters and special words.</summary>
    public static int Words => Recipe.Merges + 200;

    private static TranslationSizes TextSizes => new(Words, Words, null, null);

    private bool ReadsImages => name != TranslationModels.Seq2Seq;

    private TranslationSizes Sizes => ReadsImages ? TextSizes with { ImageFeatures = ImageFeatures } : TextSizes;

    public override string Name => $"translator/{(ReadsImages ? name : "text")}/batch-{Recipe.BatchSize}/train";

    public override int ComparableSteps => name == TranslationModels.Gan ? 5 : base.ComparableSteps;

    public override TrainingSettings Settings => new("translator", Recipe.LearningRate, Recipe.ClipNorm, Recipe.FusionWeight, Recipe.Dropout, Recipe.NoiseStd, Recipe.LabelSmoothing);

    /// <summary>Target words, the end counted.</summary>
    public override long ItemsPerStep
    {
        get
        {
            var batches = Rows();
            return batches.Sum(batch => batch.Target.Sum(line => line.Length + 1L)) / batches.Count;
        }
    }

    public override nn.Module Build(TrainingVariant variant)
    {
        var recipe = variant.Dropout ? Recipe : Recipe with { Dropout = 0, NoiseStd = 0 };
        return TranslationModels.Build(name, ReadsImages ? recipe with { Modalities = ModalitySet.VT } : recipe, Sizes, Seed, CPU).to(variant.Dtype).to(variant.Device);
    }

    /// <summary>The model of text alone, in float32.</summary>
    public static Translator Translator(double dropout) => TranslationModels.Build(TranslationModels.Seq2Seq, Recipe with { Dropout = dropout }, TextSizes, Seed, CPU);

    /// <summary>Source lines for decoding.</summary>
    public static long[][] Sources(int count) => GeneratedLines.Batch(new SeededRandom(Seed), count, Words, GeneratedPairs.ShortestLine);

    public override IReadOnlyList<Func<StepLosses>> Batches(nn.Module model, TrainingVariant variant)
    {
        var translator = (Translator)model;
        return [.. Rows().Select<LinePairs, Func<StepLosses>>(batch => () => Losses(translator, batch.On(variant.Device, variant.Dtype)))];
    }

    public override IReadOnlyDictionary<string, Tensor> Tensors(ScalarType dtype)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (index, batch) in Rows().Index())
        {
            var (source, target) = (batch.Input(), batch.Taught());
            tensors.Add($"{index}.tokens", source.Tokens);
            tensors.Add($"{index}.lengths", source.Lengths);
            tensors.Add($"{index}.previous", target.Previous);
            tensors.Add($"{index}.next", target.Next);
            tensors.Add($"{index}.steps", target.Lengths);
            if (source.Image is not { } image)
                continue;
            using (image)
                tensors.Add($"{index}.image", image.to(dtype, copy: true));
        }

        return tensors;
    }

    private static StepLosses Losses(Translator translator, TranslationBatch batch) => ModelLosses.Of(translator, batch.Input, batch.Target, Recipe.LabelSmoothing);

    private IReadOnlyList<LinePairs> Rows() => GeneratedPairs.Batches(Recipe.BatchSize, Sizes);
}
