using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>Sentiment classification as the training loop sees it.</summary>
internal sealed class MosiTask(MosiData data, ClassifierModel<VectorsInput> model, MosiRecipe recipe, int seed, Device device)
    : ClassifierTask<VectorsInput, MosiBatch>(
        model, data.Classes, data.Batches(data.Train, recipe.BatchSize, seed), data.Batches(data.Validation, EvaluationRows), data.Validation, device)
{
    // No gradients: larger batches cost no more memory than a training step.
    private const int EvaluationRows = 256;

    private readonly MosiData _data = data;
    private readonly MosiBatcher _test = data.Batches(data.Test, EvaluationRows);
    private readonly Device _device = device;

    /// <summary>Predictions for the test rows, in their order; the model is in evaluation mode.</summary>
    /// <param name="presence">Which row has which modality [N, M]; null: every row has all.</param>
    public ClassPrediction[] Test(bool[,]? presence = null) =>
        presence is null ? Predict(_test, Input) : Predict(_test, batch => new VectorsInput(batch.Features, Presence.Mask(batch.Rows, presence, _device)));

    /// <summary>Predictions for one part, in its order; the model is in evaluation mode.</summary>
    public ClassPrediction[] Predict(IReadOnlyList<MosiUtterance> part) => Predict(_data.Batches(part, EvaluationRows), Input);

    protected override VectorsInput Input(MosiBatch batch) => new(batch.Features);
}
