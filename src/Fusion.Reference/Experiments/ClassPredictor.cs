using System.Runtime.InteropServices;
using Fusion.Reference.Data;
using Fusion.Reference.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>What a trained classifier says of rows.</summary>
internal static class ClassPredictor
{
    /// <summary>Predictions for all rows, in their order.</summary>
    /// <typeparam name="TInput">What the model reads.</typeparam>
    /// <typeparam name="TBatch">Where that comes from.</typeparam>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="batcher">The rows.</param>
    /// <param name="input">What the model reads of a batch that is on its device.</param>
    public static ClassPrediction[] Predict<TInput, TBatch>(ClassifierModel<TInput> model, Device device, IBatcher<TBatch> batcher, Func<TBatch, TInput> input)
        where TBatch : IClassBatch<TBatch>
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
                var losses = Rows(model.TaskLoss(output.Logits, placed.Labels, nn.Reduction.None).unsqueeze(1));
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
