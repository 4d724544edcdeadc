using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>The text translator with the recipe of Multi30K, over lines of some 14 pieces on each side.</summary>
internal sealed class TranslatorProblem : TrainingProblem
{
    /// <summary>The recipe of the program.</summary>
    public static TranslationRecipe Recipe { get; } = new();

    /// <summary>Pieces of both languages: the merges, and letters and special words.</summary>
    public static int Words => Recipe.Merges + 200;

    private static TranslationSizes Sizes => new(Words, Words, null, null);

    public override string Name => $"translator/text/batch-{Recipe.BatchSize}/train";

    public override TrainingSettings Settings => new("translator", Recipe.LearningRate, Recipe.ClipNorm, Recipe.FusionWeight, Recipe.Dropout, NoiseStd: 0, Recipe.LabelSmoothing);

    /// <summary>Target words, the end counted.</summary>
    public override long ItemsPerStep
    {
        get
        {
            var batches = Rows();
            return batches.Sum(batch => batch.Target.Sum(line => line.Length + 1L)) / batches.Count;
        }
    }

    public override nn.Module Build(TrainingVariant variant) => Translator(variant.Dropout ? Recipe.Dropout : 0).to(variant.Dtype).to(variant.Device);

    /// <summary>The model in float32.</summary>
    public static Translator Translator(double dropout) =>
        TranslationModels.Build(TranslationModels.Seq2Seq, Recipe with { Dropout = dropout }, Sizes, Seed, CPU);

    /// <summary>Source lines for decoding.</summary>
    public static long[][] Sources(int count) => GeneratedLines.Batch(new SeededRandom(Seed), count, Words, GeneratedPairs.ShortestLine);

    public override IReadOnlyList<Func<StepLosses>> Batches(nn.Module model, TrainingVariant variant)
    {
        var translator = (Translator)model;
        return [.. Rows().Select<LinePairs, Func<StepLosses>>(batch => () => Losses(translator, batch.On(variant.Device)))];
    }

    public override IReadOnlyDictionary<string, Tensor> Tensors(ScalarType dtype)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (index, batch) in Rows().Index())
        {
            tensors.Add($"{index}.tokens", PaddedLines.Tokens(batch.Source));
            tensors.Add($"{index}.lengths", PaddedLines.Lengths(batch.Source));
            tensors.Add($"{index}.previous", PaddedLines.Tokens(batch.Previous));
            tensors.Add($"{index}.next", PaddedLines.Tokens(batch.Next));
            tensors.Add($"{index}.steps", PaddedLines.Lengths(batch.Next));
        }

        return tensors;
    }

    private static StepLosses Losses(Translator translator, TranslationBatch batch) => ModelLosses.Of(translator, batch.Input, batch.Target, Recipe.LabelSmoothing);

    private static IReadOnlyList<LinePairs> Rows() => GeneratedPairs.Batches(Recipe.BatchSize, Sizes);
}
