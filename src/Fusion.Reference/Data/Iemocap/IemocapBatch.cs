using static TorchSharp.torch;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Utterances as tensors. It owns them: dispose the batch, not its tensors.</summary>
/// <param name="tokens">int64 (B, T), padded with 0.</param>
/// <param name="lengths">int64 (B) on the CPU, where packing wants it.</param>
/// <param name="audio">float32 (B, 8), standardised.</param>
/// <param name="labels">int64 (B).</param>
/// <param name="rows">For each row of the batch its index in the part it was taken from.</param>
/// <param name="frames">float32 (B, S, 39), standardised, padded with 0; null where nobody reads them.</param>
/// <param name="frameLengths">int64 (B) on the CPU; null where <paramref name="frames"/> is.</param>
internal sealed class IemocapBatch(
    Tensor tokens, Tensor lengths, Tensor audio, Tensor labels, int[] rows, Tensor? frames = null, Tensor? frameLengths = null) : IClassBatch<IemocapBatch>
{
    public Tensor Tokens => tokens;

    public Tensor Lengths => lengths;

    public Tensor Audio => audio;

    public Tensor Labels => labels;

    public Tensor? Frames => frames;

    public Tensor? FrameLengths => frameLengths;

    public int[] Rows => rows;

    /// <summary>A copy on another device; lengths stay on the CPU. The original is the caller's to dispose, also where the device is the same.</summary>
    public IemocapBatch To(Device device) =>
        new(tokens.to(device, copy: true), lengths.clone(), audio.to(device, copy: true), labels.to(device, copy: true), rows, frames?.to(device, copy: true), frameLengths?.clone());

    public void Dispose()
    {
        tokens.Dispose();
        lengths.Dispose();
        audio.Dispose();
        labels.Dispose();
        frames?.Dispose();
        frameLengths?.Dispose();
    }
}
