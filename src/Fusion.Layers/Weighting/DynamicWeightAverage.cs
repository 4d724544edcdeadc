using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers.Weighting;

/// <summary>w_i = T softmax_i(r / temperature), r_i = L_i(epoch - 1) / L_i(epoch - 2): tasks that fall slowly weigh more; 1 until two epochs are known.</summary>
internal sealed class DynamicWeightAverage(double temperature, int tasks) : TaskWeighting
{
    private const string EpochSum = "epoch_sum";
    private const string EpochCount = "epoch_count";
    private const string Previous = "previous";
    private const string BeforePrevious = "before_previous";

    // Kept, as those of Scalars are.
    private readonly Scalar _temperature = temperature.ToScalar();
    private readonly Scalar _tasks = tasks.ToScalar();

    // A history that a model in bfloat16 converts could not count past 256.
    public override bool KeepsDtype => true;

    public override void Register(MultiTaskLoss owner, int tasks)
    {
        // NaN stands for "not known yet", so that a saved history needs no counter beside it.
        foreach (var (name, start) in new[] { (EpochSum, 0), (EpochCount, 0), (Previous, double.NaN), (BeforePrevious, double.NaN) })
        {
            using var value = start.ToScalar();
            owner.register_buffer(name, full(tasks, value, dtype: ScalarType.Float64).DetachFromDisposeScope());
        }
    }

    public override Tensor Weigh(MultiTaskLoss owner, int task, Tensor loss)
    {
        var weight = Weights(owner).select(0, task).to(loss.dtype, loss.device);
        if (owner.training)
            Observe(owner, task, loss);
        return loss * weight;
    }

    public override double Weight(MultiTaskLoss owner, int task)
    {
        using var scope = NewDisposeScope();
        return Weights(owner).select(0, task).item<double>();
    }

    public override void Step(MultiTaskLoss owner)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (sum, count) = (Buffer(owner, EpochSum), Buffer(owner, EpochCount));
        var (previous, beforePrevious) = (Buffer(owner, Previous), Buffer(owner, BeforePrevious));
        beforePrevious.copy_(previous);
        // A task without a loss in this epoch keeps its last known mean.
        previous.copy_(where(count > Scalars.Zero, sum / count, previous));
        sum.zero_();
        count.zero_();
    }

    private static void Observe(MultiTaskLoss owner, int task, Tensor loss)
    {
        using var noGrad = no_grad();
        var sum = Buffer(owner, EpochSum);
        sum.select(0, task).add_(loss.detach().to(sum.dtype, sum.device), Scalars.One);
        Buffer(owner, EpochCount).select(0, task).add_(Scalars.One, Scalars.One);
    }

    private Tensor Weights(MultiTaskLoss owner)
    {
        var ratio = Buffer(owner, Previous) / Buffer(owner, BeforePrevious);
        return where(ratio.isfinite(), ratio, ones_like(ratio)).div(_temperature).softmax(0) * _tasks;
    }

    private static Tensor Buffer(MultiTaskLoss owner, string name) => owner.get_buffer(name)!;
}
