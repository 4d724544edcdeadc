using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Layers.Weighting;

/// <summary>L/(2 s^2) + ln(1 + s^2) with s^2 = exp(log_variance), never negative for losses that are not.</summary>
internal sealed class UncertaintyWeighting : TaskWeighting
{
    // A task loss of zero would drive the weight to infinity.
    private static readonly Scalar Upper = 10.ToScalar();
    private static readonly Scalar Lower = (-10).ToScalar();
    private const string LogVariance = "log_variance";

    public override void Register(MultiTaskLoss owner, int tasks) =>
        owner.register_parameter(LogVariance, (Parameter)new Parameter(zeros(tasks)).DetachFromDisposeScope());

    public override Tensor Weigh(MultiTaskLoss owner, int task, Tensor loss)
    {
        var logVariance = Bounded(owner, task);
        return (loss * (-logVariance).exp() / Scalars.Two).Plus(logVariance.exp().log1p());
    }

    public override double Weight(MultiTaskLoss owner, int task)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ((-Bounded(owner, task)).exp() / Scalars.Two).to_type(ScalarType.Float64).item<double>();
    }

    private static Tensor Bounded(MultiTaskLoss owner, int task) => owner.get_parameter(LogVariance)!.select(0, task).clamp(Lower, Upper);
}
