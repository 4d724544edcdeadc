using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Emotion recognition as the training loop sees it.</summary>
internal sealed class IemocapTask(IemocapData data, ClassifierModel<EmotionInput> model, int seed, Device device, GanSchedule schedule = GanSchedule.Joint)
    : ClassifierTask<EmotionInput, IemocapBatch>(model, data.Classes, data.Batches(data.Train, seed), data.Batches(data.Validation, seed), data.Validation, device, schedule)
{
    /// <summary>Predictions for one part, in its order; the model is in evaluation mode.</summary>
    public ClassPrediction[] Predict(IReadOnlyList<IemocapUtterance> part) => Predict(data.Batches(part, seed: 0), Input);

    /// <summary>What a classifier reads of a batch.</summary>
    public static EmotionInput InputOf(IemocapBatch batch) => new(batch.Tokens, batch.Lengths, batch.Audio) { Frames = batch.Frames, FrameLengths = batch.FrameLengths };

    protected override EmotionInput Input(IemocapBatch batch) => InputOf(batch);

    protected override int OrderOf(int epoch) => data.OrderOf(epoch);
}
