using System.Runtime.InteropServices;
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
internal abstract class ClassifierTask<TInput, TBatch>(
    ClassifierModel<TInput> model, IReadOnlyList<string> classes, IBatcher<TBatch> training, IBatcher<TBatch> validation, IReadOnlyList<IUtterance> validationPart, Device device)
    : ITrainingTask<TBatch>
    where TBatch : IClassBatch<TBatch>
{
    public nn.Module Model => model;

    public IReadOnlyDictionary<string, Generator> Generators => model.Generators;

    public void Seed(long seed) => model.Seed(seed);

    public IEnumerable<TBatch> Batches(int epoch)
    {
        foreach (var batch in training.Training(epoch))
        {
            using (batch)
                yield return batch.To(device);
        }
    }

    public StepLosses Losses(TBatch batch)
    {
        var output = model.call(Input(batch));
        return new StepLosses(nn.functional.cross_entropy(output.Logits, batch.Labels), output.FusionLoss, output.Terms);
    }

    public IReadOnlyDictionary<string, double> Validate()
    {
        var predictions = Predict(validation, Input);
        return RunScores.Metrics(RunScores.Of(classes, validationPart, predictions))
            .Append(new("loss", predictions.Average(prediction => prediction.Loss)))
            .Append(new("effectiveRank", EffectiveRank.Of([.. predictions.Select(prediction => prediction.Fused)])))
            .ToDictionary();
    }

    /// <summary>What the model reads of a batch that is on its device.</summary>
    protected abstract TInput Input(TBatch batch);

    /// <summary>Predictions for the rows of a part, in its order; the model is in evaluation mode.</summary>
    protected ClassPrediction[] Predict(IBatcher<TBatch> batcher, Func<TBatch, TInput> input)
    {
        using var noGrad = no_grad();
        var predictions = new ClassPrediction[batcher.Count];
        foreach (var batch in batcher.Evaluation())
        {
            using var scope = NewDisposeScope();
            using (batch)
            using (var placed = batch.To(device))
            {
                var output = model.call(input(placed));
                var probabilities = Rows(nn.functional.softmax(output.Logits, 1));
                var losses = Rows(nn.functional.cross_entropy(output.Logits, placed.Labels, reduction: nn.Reduction.None).unsqueeze(1));
                var (encoded, fused) = (Rows(output.Encoded), Rows(output.Fused));
                for (var i = 0; i < batch.Rows.Length; i++)
                    predictions[batch.Rows[i]] = new ClassPrediction(probabilities[i], losses[i][0], encoded[i], fused[i]);
            }
        }

        return predictions;
    }

    private static float[][] Rows(Tensor tensor)
    {
        using var plain = tensor.to(ScalarType.Float32).cpu().contiguous();
        return [.. MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray().Chunk((int)plain.size(1))];
    }
}
