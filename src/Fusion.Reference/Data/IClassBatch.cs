using static TorchSharp.torch;

namespace Fusion.Reference.Data;

/// <summary>Utterances with their classes as tensors, which the batch owns.</summary>
/// <typeparam name="TBatch">The batch itself.</typeparam>
internal interface IClassBatch<out TBatch> : IDisposable
{
    /// <summary>Classes (B), int64.</summary>
    Tensor Labels { get; }

    /// <summary>For each row of the batch its index in the part it was taken from.</summary>
    int[] Rows { get; }

    /// <summary>A copy on another device, which is the caller's to dispose, as the original is.</summary>
    TBatch To(Device device);
}
