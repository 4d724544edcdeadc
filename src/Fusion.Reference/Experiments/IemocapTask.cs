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

    public IemocapTask(IemocapData data, ClassifierModel<EmotionInput> model, int seed, Device device)
    {
        _data = data;
        _model = model;
        _device = device;
        _training = data.Batches(data.Train, seed);
        _validation = data.Batches(data.Validation, seed);
    }

    public nn.Module Model => _model;

    public IReadOnlyDictionary<string, Generator> Generators => _model.Generators;

    public void Seed(long seed) => _model.Seed(seed);

    public IEnumerable<IemocapBatch> Batches(int epoch)
    {
        foreach (var batch in _training.Training(_data.OrderOf(epoch)))
        {
            using (batch)
                yield return batch.To(_device);
        }
    }

    public StepLosses Losses(IemocapBatch batch)
    {
        var output = _model.call(Input(batch));
        return new StepLosses(TaskLossOf(output.Logits, batch.Labels), output.FusionLoss, output.Terms);
    }

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
                var losses = Rows(nn.functional.cross_entropy(output.Logits, placed.Labels, reduction: nn.Reduction.None).unsqueeze(1));
                var (encoded, fused) = (Rows(output.Encoded), Rows(output.Fused));
                for (var i = 0; i < batch.Rows.Length; i++)
                    predictions[batch.Rows[i]] = new EmotionPrediction(probabilities[i], losses[i][0], encoded[i], fused[i]);
            }
        }

        return predictions;
    }

    private Tensor TaskLossOf(Tensor logits, Tensor labels) => _data.TaskLoss switch
    {
        TaskLoss.MultiMargin => nn.functional.multi_margin_loss(logits, labels),
        _ => nn.functional.cross_entropy(logits, labels),
    };

    private static EmotionInput Input(IemocapBatch batch) => new(batch.Tokens, batch.Lengths, batch.Audio);

    private static float[][] Rows(Tensor tensor)
    {
        using var plain = tensor.to(ScalarType.Float32).cpu().contiguous();
        return [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray().Chunk((int)plain.size(1))];
    }
}
