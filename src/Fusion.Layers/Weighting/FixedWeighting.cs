using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers.Weighting;

/// <summary>Equation 4: constants.</summary>
internal sealed class FixedWeighting(double[] weights) : TaskWeighting
{
    // Cached: an undisposed Scalar per step would feed the finalizer queue.
    private readonly Scalar[] _scalars = [.. weights.Select(weight => weight.ToScalar())];

    public override Tensor Weigh(MultiTaskLoss owner, int task, Tensor loss) => loss.mul(_scalars[task]);

    public override double Weight(MultiTaskLoss owner, int task) => weights[task];
}
