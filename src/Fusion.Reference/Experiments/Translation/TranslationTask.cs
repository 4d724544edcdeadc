using Fusion.Reference.Data.Translation;
using Fusion.Reference.Metrics;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Translation as the training loop sees it.</summary>
/// <param name="data">Training and validation lines.</param>
/// <param name="model">The model, already on its device.</param>
/// <param name="recipe">The recipe.</param>
/// <param name="seed">Seed of the training order.</param>
/// <param name="device">Where the model is.</param>
internal sealed class TranslationTask(TranslationData data, Translator model, TranslationRecipe recipe, int seed, Device device) : ITrainingTask<TranslationBatch>
{
    /// <summary>Validation metric: BLEU-4 of greedy translations, 0 to 100, tokens as they are.</summary>
    public const string BleuMetric = "bleu";
    public const string LossMetric = "loss";

    private readonly TranslationBatcher _training = new(data.Train, recipe.BatchSize, (ulong)seed, data.Redrawn((ulong)seed));
    private readonly TranslationBatcher _validation = ToTranslate(data.Validation);

    // No gradients: larger batches cost no more memory than a training step.
    private const int EvaluationLines = 100;

    public nn.Module Model => model;

    public IReadOnlyDictionary<string, Generator> Generators => model.Generators;

    public IReadOnlyList<ParameterGroup> Groups => Schedule.Groups;

    public IReadOnlyList<TrainingStage<TranslationBatch>> Stages => Schedule.Stages;

    private IStepSchedule<TranslationBatch> Schedule => StepSchedule.For(ScheduledModel.Of(model, recipe.LabelSmoothing), recipe.Schedule);

    public void Seed(long seed) => model.Seed(seed);

    public IEnumerable<TranslationBatch> Batches(int epoch)
    {
        foreach (var batch in _training.Training(epoch))
        {
            using (batch)
                yield return batch.To(device, recipe.Precision.Dtype());
        }
    }

    /// <summary>Words or pieces to predict, each line's end among them.</summary>
    public long? Tokens(TranslationBatch batch)
    {
        using var sum = batch.Target.Lengths.sum();
        return sum.item<long>();
    }

    public StepLosses Losses(TranslationBatch batch) => ModelLosses.Of(model, batch.Input, batch.Target, recipe.LabelSmoothing);

    public IReadOnlyDictionary<string, double> Validate()
    {
        return new Dictionary<string, double> { [BleuMetric] = GreedyBleu(data.Splits.Validation, _validation), [LossMetric] = ValidationLoss() };
    }

    /// <summary>The lines of a part as they are translated, batch by batch; the batches are the caller's.</summary>
    public static IEnumerable<TranslationBatch> Lines(TranslationPart part) => ToTranslate(part).Evaluation();

    /// <summary>BLEU-4 of greedy translations, 0 to 100, tokens as they are; the model is in evaluation mode.</summary>
    /// <param name="split">Where the references are.</param>
    /// <param name="part">Its lines.</param>
    public double GreedyBleu(ParallelSplit split, TranslationPart part) => GreedyBleu(split, ToTranslate(part));

    /// <summary>Translations of a part, line by line, as text in the form that is learned; the model is in evaluation mode.</summary>
    public IReadOnlyList<string> Translate(TranslationPart part) => Translate(ToTranslate(part), recipe.ToBeamOptions());

    private static TranslationBatcher ToTranslate(TranslationPart part) => new(part, EvaluationLines, seed: 0);

    private double GreedyBleu(ParallelSplit split, TranslationBatcher batcher) => Bleu.Corpus(
        Translate(batcher, BeamOptions.Greedy with { MaxLength = recipe.MaxLength }), [data.References(split)], new BleuOptions { Variant = BleuVariant.MultiBleu }).Score;

    private string[] Translate(TranslationBatcher batcher, BeamOptions options)
    {
        var search = new BeamSearch(model, options);
        var lines = new string[batcher.Count];
        foreach (var batch in batcher.Evaluation())
        {
            using (batch)
            using (var placed = batch.To(device, recipe.Precision.Dtype()))
            {
                foreach (var (row, words) in batch.Rows.Zip(search.Translate(placed.Input)))
                    lines[row] = data.Text.Target.Decode(words);
            }
        }

        return lines;
    }

    // Of each word, without smoothing.
    private double ValidationLoss()
    {
        var (sum, words) = (0.0, 0L);
        foreach (var batch in _validation.Evaluation())
        {
            using var scope = NewDisposeScope();
            using (batch)
            using (var placed = batch.To(device, recipe.Precision.Dtype()))
            {
                var decoded = model.call(placed.Input, placed.Target).Decoded;
                var count = decoded.Labels.size(0);
                sum += decoded.Loss(smoothing: 0).item<float>() * count;
                words += count;
            }
        }

        return sum / words;
    }
}
