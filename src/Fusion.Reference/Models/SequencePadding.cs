using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Where a batch of sequences is padding.</summary>
internal static class SequencePadding
{
    /// <summary>bool (B, T), true at padding; null where there is none.</summary>
    /// <param name="lengths">Elements of each sequence (B), int64, on the CPU.</param>
    /// <param name="steps">Elements T of each with its padding.</param>
    /// <param name="device">Where the result lies.</param>
    public static Tensor? Of(Tensor lengths, long steps, Device device)
    {
        var ends = lengths.data<long>().ToArray();
        return ends.All(end => end == steps)
            ? null : tensor([.. ends.SelectMany(end => Enumerable.Range(0, (int)steps).Select(step => step >= end))], [ends.Length, steps], device: device);
    }
}
