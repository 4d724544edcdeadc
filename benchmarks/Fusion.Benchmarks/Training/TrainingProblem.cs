using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>A model of the reference program and generated batches of the size that it trains on.</summary>
internal abstract class TrainingProblem
{
    /// <summary>Seed of weights and batches.</summary>
    protected const int Seed = 1;

    /// <summary>Name of the case.</summary>
    public abstract string Name { get; }

    /// <summary>Whether <c>--quick</c> times it.</summary>
    public virtual bool Quick => true;

    /// <summary>First steps over which losses are the same to 1e-4: an adversarial game is chaotic, others are not.</summary>
    public virtual int ComparableSteps => 50;

    /// <summary>What the peer has to know beside weights and batches.</summary>
    public abstract TrainingSettings Settings { get; }

    /// <summary>What a step works through, on average over the batches.</summary>
    public abstract long ItemsPerStep { get; }

    /// <summary>Builds the model on its device; weights are the same each time.</summary>
    public abstract nn.Module Build(TrainingVariant variant);

    /// <summary>The losses of each batch with a model that <see cref="Build"/> made; the tensors of a batch are made anew and moved to its device, as the trainer does.</summary>
    public abstract IReadOnlyList<Func<StepLosses>> Batches(nn.Module model, TrainingVariant variant);

    /// <summary>The tensors of all batches as <c>INDEX.NAME</c>, the caller's to dispose.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Tensors(ScalarType dtype);
}
