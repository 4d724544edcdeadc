using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Emotion recognition as the training loop sees it.</summary>
internal sealed class IemocapTask : ITrainingTask<IemocapBatch>
{
    /// <summary>Validation metric: effective rank of the vectors that the head reads.</summary>
    public const string EffectiveRankMetric = "effectiveRank";

    private readonly IemocapData _data;
    private readonly ClassifierModel<EmotionInput> _model;
    private readonly Device _device;
    private readonly IemocapBatcher _training;
    private readonly IemocapBatcher _validation;

    public IemocapTask(IemocapData data, ClassifierModel<EmotionInput> model, int seed, Device device, GanSchedule schedule = GanSchedule.Joint)
    {
        _data = data;
        _model = model;
        _device = device;
        var steps = StepSchedule.For(model, schedule);
        Groups = steps.Groups;
        Stages = [.. steps.Stages.Select(stage => new TrainingStage<IemocapBatch>(stage.Name, stage.Updates, batch => stage.Losses(Input(batch), batch.Labels)))];
        _training = data.Batches(data.Train, seed);
        _validation = data.Batches(data.Validation, seed);
    }

    public nn.Module Model => _model;

    public IReadOnlyDictionary<string, Generator> Generators => _model.Generators;

    public IReadOnlyList<ParameterGroup> Groups { get; }

    public IReadOnlyList<TrainingStage<IemocapBatch>> Stages { get; }

    public void Seed(long seed) => _model.Seed(seed);

    public IEnumerable<IemocapBatch> Batches(int epoch)
    {
        foreach (var batch in _training.Training(_data.OrderOf(epoch)))
        {
            using (batch)
                yield return batch.To(_device);
        }
    }

    public StepLosses Losses(IemocapBatch batch) => JointSchedule<EmotionInput>.Losses(_model, Input(batch), batch.Labels);

    public IReadOnlyDictionary<string, double> Validate()
    {
        var predictions = Predict(_data.Validation, _validation);
        return IemocapScores.Metrics(IemocapScores.Of(_data.Classes, _data.Validation, predictions))
            .Append(new("loss", predictions.Average(prediction => prediction.Loss)))
            .Append(new(EffectiveRankMetric, EffectiveRank.Of([.. predictions.Select(prediction => prediction.Fused)])))
            .ToDictionary();
    }

    /// <summary>Predictions for one part, in its order; the model is in evaluation mode.</summary>
    public EmotionPrediction[] Predict(IReadOnlyList<IemocapUtterance> part, IemocapBatcher? batcher = null)
    {
        using var noGrad = no_grad();
        var predictions = new EmotionPrediction[part.Count];
        foreach (var batch in (batcher ?? _data.Batches(part, seed: 0)).Evaluation())
        {
            using var scope = NewDisposeScope();
            using (batch)
            using (var placed = batch.To(_device))
            {
                var output = _model.call(Input(placed));
                var probabilities = Rows(nn.functional.softmax(output.Logits, 1));
                var losses = Rows(_model.TaskLoss(output.Logits, placed.Labels, nn.Reduction.None).unsqueeze(1));
                var (encoded, fused) = (Rows(output.Encoded), Rows(output.Fused));
                for (var i = 0; i < batch.Rows.Length; i++)
                    predictions[batch.Rows[i]] = new EmotionPrediction(probabilities[i], losses[i][0], encoded[i], fused[i]);
            }
        }

        return predictions;
    }

    private static EmotionInput Input(IemocapBatch batch) => new(batch.Tokens, batch.Lengths, batch.Audio) { Frames = batch.Frames, FrameLengths = batch.FrameLengths };

    private static float[][] Rows(Tensor tensor)
    {
        using var plain = tensor.to(ScalarType.Float32).cpu().contiguous();
        return [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray().Chunk((int)plain.size(1))];
    }
}
