using Fusion.Reference.Models.Translation;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Lines as tensors. It owns them: dispose the batch, not its tensors.</summary>
/// <param name="input">What a translator reads.</param>
/// <param name="target">What it is taught.</param>
/// <param name="rows">For each row of the batch its line.</param>
internal sealed class TranslationBatch(TranslationInput input, TranslationTarget target, int[] rows) : IDisposable
{
    public TranslationInput Input => input;

    public TranslationTarget Target => target;

    public int[] Rows => rows;

    /// <summary>A copy on another device; lengths stay on the CPU. The original is the caller's to dispose, also where the device is the same.</summary>
    /// <param name="device">The device.</param>
    /// <param name="dtype">Element type of speech and images.</param>
    public TranslationBatch To(Device device, ScalarType dtype)
    {
        return new TranslationBatch(
            new TranslationInput(Copy(input.Tokens)!, input.Lengths.clone())
            {
                Image = Features(input.Image), Speech = Features(input.Speech), SpeechLengths = input.SpeechLengths?.clone(), Present = Copy(input.Present),
            },
            new TranslationTarget(Copy(target.Previous)!, Copy(target.Next)!, target.Lengths.clone()), rows);

        Tensor? Copy(Tensor? tensor) => tensor?.to(device, copy: true);

        Tensor? Features(Tensor? tensor) => tensor?.to(dtype, device, copy: true);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { input.Tokens, input.Lengths, input.Image, input.Speech, input.SpeechLengths, input.Present, target.Previous, target.Next, target.Lengths })
            tensor?.Dispose();
    }
}
