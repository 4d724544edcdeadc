using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>The reference program's Adam over raw handles: the same passes over memory, found by pointer.</summary>
/// <param name="parameters">Float32, on the CPU, contiguous.</param>
/// <param name="learningRate">Size of the steps.</param>
internal sealed class NativeAdam(IEnumerable<Tensor> parameters, double learningRate)
{
    private readonly Slot[] _slots = [.. parameters.Select(parameter => new Slot(NativeTensor.Of(parameter), new float[parameter.numel()], new float[parameter.numel()]))];
    private long _steps;

    public void ClearGradients()
    {
        foreach (var slot in _slots)
            slot.Parameter.ClearGradient();
    }

    public void Step()
    {
        var size = AdamStep.At(++_steps, learningRate);
        foreach (var (parameter, first, second) in _slots)
        {
            using var gradient = parameter.Gradient();
            if (!gradient.IsNone)
                size.Move(parameter.Values(first.Length), gradient.Values(first.Length), first, second);
        }
    }

    private readonly record struct Slot(NativeTensor Parameter, float[] First, float[] Second);
}
