using static TorchSharp.torch;

namespace Fusion.Reference.Data.Mosi;

/// <summary>Utterances as tensors. It owns them: dispose the batch, not its tensors.</summary>
/// <param name="features">float32 (B, d) for each modality, standardised.</param>
/// <param name="labels">int64 (B).</param>
/// <param name="rows">For each row of the batch its index in the part it was taken from.</param>
internal sealed class MosiBatch(IReadOnlyList<Tensor> features, Tensor labels, int[] rows) : IClassBatch<MosiBatch>
{
    public IReadOnlyList<Tensor> Features => features;

    public Tensor Labels => labels;

    public int[] Rows => rows;

    public MosiBatch To(Device device) =>
        new([.. features.Select(each => each.to(device, copy: true))], labels.to(device, copy: true), rows);

    public void Dispose()
    {
        foreach (var each in features)
            each.Dispose();
        labels.Dispose();
    }
}
