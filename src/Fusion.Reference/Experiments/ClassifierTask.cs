using Fusion.Reference.Data;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Classification of utterances as the training loop sees it.</summary>
/// <typeparam name="TInput">What the model reads.</typeparam>
/// <typeparam name="TBatch">Where that comes from.</typeparam>
/// <param name="model">The model, already on its device.</param>
/// <param name="classes">Names of the classes.</param>
/// <param name="training">Batches of the training rows.</param>
/// <param name="validation">Batches of the validation rows.</param>
/// <param name="validationPart">The validation rows.</param>
/// <param name="device">Where the model is.</param>
/// <param name="schedule">How a batch trains a model with an adversarial game.</param>
internal abstract class ClassifierTask<TInput, TBatch>(
    ClassifierModel<TInput> model, IReadOnlyList<string> classes, IBatcher<TBatch> training, IBatcher<TBatch> validation, IReadOnlyList<IUtterance> validationPart, Device device,
    GanSchedule schedule = GanSchedule.Joint)
    : ITrainingTask<TBatch>
    where TInput : IClassifierInput
    where TBatch : IClassBatch<TBatch>
{
    public nn.Module Model => model;

    public IReadOnlyDictionary<string, Generator> Generators => model.Generators;

    public IReadOnlyList<ParameterGroup> Groups => Schedule.Groups;

    public IReadOnlyList<TrainingStage<TBatch>> Stages => Schedule.Stages;

    private IStepSchedule<TBatch> Schedule => StepSchedule.For(ScheduledModel.Of<TInput, TBatch>(model, Input), schedule);

    public void Seed(long seed) => model.Seed(seed);

    public IEnumerable<TBatch> Batches(int epoch)
    {
        foreach (var batch in training.Training(OrderOf(epoch)))
        {
            using (batch)
                yield return batch.To(device);
        }
    }

    public StepLosses Losses(TBatch batch) => ModelLosses.Of(model, Input(batch), batch.Labels);

    public IReadOnlyDictionary<string, double> Validate()
    {
        var predictions = Predict(validation, Input);
        return RunScores.Metrics(RunScores.Of(classes, validationPart, predictions))
            .Append(new("loss", predictions.Average(prediction => prediction.Loss)))
            .Append(new(RunScores.EffectiveRankMetric, EffectiveRank.Of([.. predictions.Select(prediction => prediction.Fused)])))
            .ToDictionary();
    }

    /// <summary>The epoch whose order of batches an epoch takes: its own, unless the task says otherwise.</summary>
    protected virtual int OrderOf(int epoch) => epoch;

    /// <summary>What the model reads of a batch that is on its device.</summary>
    protected abstract TInput Input(TBatch batch);

    /// <summary>Predictions for the rows of a part, in its order; the model is in evaluation mode.</summary>
    protected ClassPrediction[] Predict(IBatcher<TBatch> batcher, Func<TBatch, TInput> input) => ClassPredictor.Predict(model, device, batcher, input);
}
