using static TorchSharp.torch;

namespace Fusion.Layers.Weighting;

/// <summary>How a <see cref="MultiTaskLoss"/> weighs its tasks.</summary>
internal abstract class TaskWeighting
{
    /// <summary>Whether the tensors keep their dtype when the module is converted.</summary>
    public virtual bool KeepsDtype => false;

    /// <summary>Registers the parameters and buffers of this weighting with the module that owns them.</summary>
    public virtual void Register(MultiTaskLoss owner, int tasks)
    {
    }

    /// <summary>A task's share of the total.</summary>
    /// <param name="owner">The module that owns parameters and buffers.</param>
    /// <param name="task">Position of the task.</param>
    /// <param name="loss">Its loss, a scalar of at least float32.</param>
    public abstract Tensor Weigh(MultiTaskLoss owner, int task, Tensor loss);

    /// <summary>The factor that multiplies a task's loss now.</summary>
    public abstract double Weight(MultiTaskLoss owner, int task);

    /// <summary>Ends an epoch.</summary>
    public virtual void Step(MultiTaskLoss owner) =>
        throw new InvalidOperationException("step() belongs to dynamic weight averaging; these weights do not follow epochs.");
}
